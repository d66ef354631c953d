// The command line `squash`: one file a command, this one only joins them and turns what went
// wrong into one line and an exit code: 0 done, 1 bad input or failure, 2 bad usage, 130 Ctrl-C.
#include <exception>

#include "command.hpp"
#include "errors.hpp"
#include "output.hpp"
#include "squash/core/error.hpp"

namespace squash::cli {
namespace {

void describe(CLI::App& app) {
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);
    app.footer(
        "Examples:\n"
        "  squash train --data shapes --epochs 3\n"
        "  squash train --activation tanh --save tanh.safetensors\n"
        "  squash eval --activation sigmoid --x=-1,0,1\n"
        "  squash COMMAND --help");
}

int parse(CLI::App& app, int count, char** arguments) {
    try {
        app.parse(count, arguments);
        return kSuccess;
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            app.exit(error);  // --help prints itself
            return kHelpShown;
        }
        printError(usageLine(error, app));
    } catch (const UsageError& error) {
        printError(error.what());
    }
    return kUsage;
}

int perform(const Work& work) {
    try {
        const int code = work();
        requireOutputWritten();
        return code;
    } catch (const UsageError& error) {
        printError(error.what());
        return kUsage;
    } catch (const Error& error) {
        printError(error.what());
    } catch (const std::bad_alloc&) {
        printError(
            "not enough memory (this machine): fewer or smaller inputs (--limit, --batch, "
            "--threads)");
    } catch (const std::exception& error) {
        printError(std::string("failure (") + error.what() + "): a report of this to the makers");
    }
    return kFailure;
}

int run(int count, char** arguments) {
    CLI::App app("A playground for activation functions: trains LeNet-5 on CIFAR-10.", "squash");
    Work work;
    describe(app);
    addSummary(app, work);
    addTrain(app, work);
    addEvaluate(app, work);
    addPredict(app, work);
    addEval(app, work);
    addList(app, work);
    addRace(app, work);
    addProbe(app, work);
    addBench(app, work);
    const int parsed = parse(app, count, arguments);
    if (parsed == kHelpShown) return kSuccess;
    return parsed == kSuccess ? perform(work) : parsed;
}

}  // namespace
}  // namespace squash::cli

int main(int count, char** arguments) { return squash::cli::run(count, arguments); }
