// Numbers by hand: type x, see f(x) with the steps that lead there, and f'(x); beside them the article's own
// examples.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ui/panels/panel.hpp"

namespace squash::ui {

// What is written of a function at one x: made when either changes, not for every frame.
class NumberTexts {
public:
    struct Pair {
        std::string name, value;
    };
    // True when the texts were made anew.
    bool follow(const Activation& activation, double x);

    const std::vector<Pair>& steps() const { return steps_; }
    const Pair& f() const { return f_; }
    const Pair& df() const { return df_; }
    const std::string& derivative() const { return derivative_; }

private:
    std::optional<Activation> activation_;
    double x_ = 0;
    std::vector<Pair> steps_;
    std::string derivative_;
    Pair f_, df_;
};

class NumbersPanel {
public:
    // name: what the function is called.
    void draw(const PanelContext& context, const ImRect& area, const Activation& activation,
              const std::string& name);

private:
    void drawSteps(const PanelContext& context, const ImRect& area, const Activation& activation,
                   const std::string& name);
    void drawX(const PanelContext& context, const ImRect& row);

    double x_ = 1;
    NumberTexts texts_;
};

}  // namespace squash::ui
