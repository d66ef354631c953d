// A function and its derivatives as lines of a plot: sampled on both sides of every kink, broken at jumps, with
// what the plot needs to know of its shape.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "squash/activations/shape.hpp"
#include "ui/plot/plot.hpp"

namespace squash::ui {

// As a legend has room for it: with its parameters where these are short, "formula" for a typed one.
std::string nameOf(const Activation& activation);

// Equal ones numbered: two typed functions are both a "formula".
void nameApart(std::vector<std::string>& names);

inline constexpr Range kCurveX{-8, 8};  // what is shown unless a person zooms
inline constexpr double kFitPad = 0.1;  // above and below f, in shares of its range

struct StraightLine {
    double slope = 0, offset = 0;
};

class CurveLines {
public:
    // Looks at the function where it is another one, and samples it where it or the range is.
    // True when it is another one.
    bool follow(const Activation& activation, Range x);

    const Activation& activation() const { return *activation_; }
    const FunctionShape& shape() const { return shape_; }
    const std::vector<PlotPoint>& f() const { return f_; }
    const std::vector<PlotPoint>& df() const { return df_; }
    const std::vector<PlotPoint>& ddf() const { return ddf_; }
    double curvature(double x) const;  // f''; no number where there is none
    // Over kCurveX: f with 0.
    Range fRange() const { return fRange_; }
    Range dfRange() const { return dfRange_; }
    Range ddfRange() const { return ddfRange_; }

private:
    void sample(Range x);

    std::optional<Activation> activation_;
    FunctionShape shape_;
    Range sampled_;
    Range fRange_, dfRange_, ddfRange_;
    std::vector<PlotPoint> f_, df_, ddf_;
};

// A range for f' whose zero lies at the same height as that of f.
Range alignedTo(Range f, Range values);

}  // namespace squash::ui
