# Test stages: each runs one command into build/logs/NAME.log, prints one line, and adds to the sum.
# shellcheck shell=bash

PASSED=0
FAILED=0
ONLY=${ONLY:-} # a pattern: only the stages that match

# How many test cases a log speaks of, as "passed failed"; "0 0" when it speaks of none.
# Knows Catch2's console, node's TAP, and our own closing line.
count_cases() {
    awk '
        { gsub(/\033\[[0-9;]*m/, "") }
        /^All tests passed \(/ { match($0, /in [0-9]+ test/); passed += substr($0, RSTART + 3) + 0 }
        /^test cases:/ {
            n = split($0, part, "|")
            for (i = 2; i <= n; i++) {
                if (part[i] ~ /passed/) passed += part[i] + 0
                else if (part[i] ~ /failed as expected/) passed += part[i] + 0
                else if (part[i] ~ /failed/) failed += part[i] + 0
            }
        }
        /^# pass [0-9]+/ { passed += $3 }
        /^# fail [0-9]+/ { failed += $3 }
        /^# cancelled [0-9]+/ { failed += $3 }
        /^[0-9]+ passed, [0-9]+ failed/ { passed += $1; failed += $3 }
        END { print passed + 0, failed + 0 }' "$1"
}

# Stages that were begun and not yet reported, in order: their names and processes.
RUNNING=()
PIDS=()

log_of() { printf '%s\n' "$LOGS/test-${1//[^a-z0-9_-]/-}.log"; }

# Runs one, with files of its own where it asks for temporary ones: others may run beside it.
run_logged() {
    local log start=$SECONDS status=0 temporary
    log=$(log_of "$1")
    shift
    rm -f "$log.seconds"
    temporary=$(mktemp -d)
    (TMPDIR=$temporary "$@") >"$log" 2>&1 </dev/null || status=$?
    rm -rf "$temporary"
    echo $((SECONDS - start)) >"$log.seconds"
    return "$status"
}

wanted() {
    # shellcheck disable=SC2053  # a pattern on purpose
    [[ -z $ONLY || $1 == $ONLY ]]
}

# begin NAME COMMAND...: starts it beside what else was begun; `finish` waits and reports.
begin() {
    wanted "$1" || return 0
    mkdir -p "$LOGS"
    set -m # a process group of its own, so that all of it can be stopped
    run_logged "$@" &
    set +m
    PIDS+=($!)
    RUNNING+=("$1")
}

# room COUNT: waits until fewer than COUNT of those begun are still at work.
room() {
    local pid left
    while :; do
        left=0
        for pid in "${PIDS[@]}"; do ! kill -0 "$pid" 2>/dev/null || left=$((left + 1)); done
        [[ $left -ge $1 ]] || return 0
        sleep 0.2
    done
}

# Reports all that were begun, each as soon as it and those before it have ended; fails when one of them did.
finish() {
    local i failed=0 status
    for i in "${!RUNNING[@]}"; do
        status=0
        wait "${PIDS[i]}" || status=$?
        count_stage "${RUNNING[i]}" "$status" || failed=1
    done
    RUNNING=() PIDS=()
    return "$failed"
}

# Lanes: stages that keep no time, one after another behind everything else, on whatever the others leave free.
LANES=() # processes

# lane FUNCTION: begins it; it names its stages by `behind`. `finish_lanes` waits and reports.
lane() {
    set -m
    (renice -n 19 "$BASHPID" >/dev/null && "$1") &
    set +m
    LANES+=($!)
}

behind() {
    local status=0
    wanted "$1" || return 0
    mkdir -p "$LOGS"
    run_logged "$@" || status=$?
    echo "$status" >"$(log_of "$1").status"
}

# finish_lanes NAME...: all that the lanes may have run.
finish_lanes() {
    local pid name log failed=0
    for pid in "${LANES[@]}"; do wait "$pid" || failed=1; done
    LANES=()
    for name in "$@"; do
        log=$(log_of "$name")
        [[ -f $log.status ]] || continue
        count_stage "$name" "$(cat "$log.status")" || failed=1
        rm -f "$log.status"
    done
    return "$failed"
}

# What runs in the background does not hear Ctrl-C by itself.
stop_begun() {
    local pid
    for pid in "${PIDS[@]}" "${LANES[@]}"; do kill -TERM -- "-$pid" 2>/dev/null || true; done
    exit 130
}
trap stop_begun INT TERM

# stage NAME COMMAND...: runs it alone and reports it.
stage() {
    local status=0
    wanted "$1" || return 0
    mkdir -p "$LOGS"
    run_logged "$@" || status=$?
    count_stage "$1" "$status"
}

# count_stage NAME STATUS: a command without test cases of its own counts as one.
count_stage() {
    local log counts passed failed
    log=$(log_of "$1")
    counts=$(count_cases "$log")
    passed=${counts% *}
    failed=${counts#* }
    # A program of tests that ran none of them has shown nothing.
    if [[ $passed -eq 0 && $failed -eq 0 && $2 -eq 0 ]]; then
        if grep -Eq '^# pass 0|^No tests ran' "$log"; then failed=1; else passed=1; fi
    fi
    if [[ $2 -ne 0 && $failed -eq 0 ]]; then failed=1; fi
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
    report "$1" "$passed" "$failed" "$(cat "$log.seconds" 2>/dev/null || echo 0)" "$log"
    [[ $failed -eq 0 ]]
}

report() {
    local word=ok
    [[ $3 -eq 0 ]] || word=FAILED
    printf '%-7s %-36s %5d passed %3d failed %5d s\n' "$word" "$1" "$2" "$3" "$4"
    [[ $3 -eq 0 ]] || { tail -n "${TAIL:-40}" "$5" | sed 's/^/        /'; }
}
