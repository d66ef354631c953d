// The field in which a person types a function of x. It is read at every letter: what is wrong stands below
// with its place, or the derivative. What was typed stays, and so does the function in use, until it is used
// with Enter or its button, discarded, or another function is chosen; Escape takes back the last typing. Enter
// keeps the focus, with the cursor where the problem is.
#pragma once
#include <optional>
#include <string>

#include "ui/panels/panel.hpp"

namespace squash::ui {

class FormulaField {
public:
    // With what stands below the field.
    float height(const Ui& ui, float width) const;
    // now: the activation in use. Answers with the one to use instead.
    std::optional<Activation> draw(const PanelContext& context, const ImRect& box,
                                   const Activation& now);
    // Before height() and draw(): shows the activation in use, unless something else was typed.
    void follow(const Activation& now);
    void discard() {
        followed_.reset();
        draft_.reset();
        typed_ = false;
    }

    // What was typed and is not in use yet; nothing while that cannot be read: its readable beginning ("x" of
    // "x*") is not what is meant.
    const Activation* draft() const { return draft_ && readable() ? &*draft_ : nullptr; }
    bool readable() const { return column_ == 0; }
    bool typed() const { return typed_; }
    // With other parameters: a warning about the former ones is over.
    void setDraft(const Activation& activation);

private:
    void type(const std::string& text, const Activation& now);
    void read(const Activation& now);
    std::optional<Activation> use();
    void forget(const Activation& now);
    void drawField(Ui& ui, const ImRect& field, const Activation& now);
    void renew(ImGuiID id) const;
    void placeCursor(ImGuiID id) const;
    void drawPlace(Ui& ui, const ImRect& field, ImGuiID id) const;
    float derivativeHeight(const Ui& ui, float width) const;
    void drawDerivative(Ui& ui, const ImRect& below, const ImRect& whole) const;
    std::optional<Activation> drawButtons(const PanelContext& context, const ImRect& row,
                                          const Activation& now);

    std::string text_;
    std::optional<Activation> followed_;
    std::optional<Activation>
        draft_;               // the last that could be read: its parameters go on in the next
    std::string derivative_;  // of what is shown
    std::string problem_;     // "" while the text can be read and trained with
    std::size_t column_ = 0;  // of the problem, from 1; 0: it has no place
    bool typed_ = false, entered_ = false, warned_ = false;
};

}  // namespace squash::ui
