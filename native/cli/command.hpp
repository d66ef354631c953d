// What a command is: it declares its options on CLI11's App and, when the person chose it, leaves
// the work to do in `Work`. So parsing (exit code 2) and working (1) never mix.
#pragma once
#include <CLI/CLI.hpp>

#include <functional>

namespace squash::cli {

using Work = std::function<int()>;  // returns the exit code

void addSummary(CLI::App& app, Work& work);
void addTrain(CLI::App& app, Work& work);
void addEvaluate(CLI::App& app, Work& work);
void addPredict(CLI::App& app, Work& work);
void addEval(CLI::App& app, Work& work);
void addList(CLI::App& app, Work& work);
void addBench(CLI::App& app, Work& work);
void addRace(CLI::App& app, Work& work);
void addProbe(CLI::App& app, Work& work);

}  // namespace squash::cli
