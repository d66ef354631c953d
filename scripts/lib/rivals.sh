# The programs that Squash is compared with, installed in build/rivals. One that cannot be had is no
# failure: its reason goes to build/rivals/NAME.missing and from there to the table.
# shellcheck shell=bash

RIVALS=$BUILD/rivals
PINS=$ROOT/bench/rivals/requirements.txt

install_rivals() {
    mkdir -p "$RIVALS"
    install_python_rival keras keras tensorflow-cpu
    install_python_rival torch torch numpy
    install_onnx
    install_npm_rivals
}

is_installed() { cmp -s "$2" "$RIVALS/$1.complete"; }

# installed_with NAME FILE: the versions of this file are there.
installed_with() {
    cp "$2" "$RIVALS/$1.complete"
    rm -f "$RIVALS/$1.missing"
}

# missing NAME LOG: the last error of the log is the reason.
missing() {
    local reason
    reason=$(grep -iE 'error' "$LOGS/$2.log" | tail -n 1 | cut -c1-100)
    printf '%s\n' "${reason:-see build/logs/$2.log}" >"$RIVALS/$1.missing"
    say "rivals: $1 cannot be had: $(<"$RIVALS/$1.missing")"
}

# install_python_rival NAME PACKAGE...: an environment of its own, since their needs differ.
install_python_rival() {
    local name=$1
    shift
    if is_installed "$name" "$PINS"; then return; fi
    say "rivals: installing $* in build/rivals/$name"
    { [[ -x $RIVALS/$name/bin/pip ]] || logged "rival-$name" python3 -m venv "$RIVALS/$name"; } 2>/dev/null &&
        logged "rival-$name" "$RIVALS/$name/bin/pip" install -c "$PINS" "$@" 2>/dev/null &&
        installed_with "$name" "$PINS" || missing "$name" "rival-$name"
}

# onnxruntime's training package imports PyTorch, so that it lives beside it.
install_onnx() {
    local models=$RIVALS/onnx-models
    if is_installed onnx-models "$PINS"; then return; fi
    say "rivals: making onnxruntime-web's models in build/rivals/onnx-models"
    mkdir -p "$models"
    if [[ -e $RIVALS/torch.missing ]]; then
        printf 'its models are made with PyTorch, which is missing\n' >"$RIVALS/onnx-models.missing"
        return
    fi
    logged rival-onnx-models "$RIVALS/torch/bin/pip" install -c "$PINS" onnxruntime-training-cpu onnx 2>/dev/null &&
        logged rival-onnx-models "$RIVALS/torch/bin/python" "$ROOT/bench/rivals/onnx_artifacts.py" "$models" 2>/dev/null &&
        installed_with onnx-models "$PINS" || missing onnx-models rival-onnx-models
}

install_npm_rivals() {
    local lock=$ROOT/bench/rivals/package-lock.json
    if is_installed npm "$lock"; then return; fi
    say "rivals: installing onnxruntime-web, jax-js and ConvNetJS in build/rivals/npm"
    mkdir -p "$RIVALS/npm"
    cp "$ROOT/bench/rivals/package.json" "$lock" "$RIVALS/npm/"
    logged rival-npm npm ci --prefix "$RIVALS/npm" --ignore-scripts --no-audit --no-fund --loglevel=error 2>/dev/null &&
        installed_with npm "$lock" || missing npm rival-npm
}
