// What of the screen a frame changes. A picture of training differs from the one before in some
// numbers and the end of a curve; where the processor draws (no graphics card), a whole picture
// costs as much as some hundred images trained. So each cell of the screen has a fingerprint of
// all that is drawn on it, and only cells whose fingerprint changed are drawn again.
#pragma once
#include <cstdint>
#include <vector>

#include "imgui.h"
#include "ui/gl/pixels.hpp"

namespace squash::ui::gl {

class Damage {
public:
    // Nothing is on the screen any more: the next frame is drawn whole.
    void forget() { cells_.clear(); }

    // Cuts the draw lists of a rendered frame down to what differs from the frame before, for a
    // target that still shows that one. False: nothing does, and nothing need be drawn.
    //
    // A callback (ImDrawList::AddCallback) counts as drawing on all of its clip rectangle; its
    // data must be of bytes that are the same as long as its picture is.
    bool narrow(ImDrawData& data);

private:
    using Cells = std::vector<std::uint64_t>;

    std::size_t cellAt(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(across_) +
               static_cast<std::size_t>(x);
    }
    void mark(const ImDrawData& data, Cells& cells) const;
    void add(const PixelBox& box, std::uint64_t print, Cells& cells) const;
    std::vector<PixelBox> changed(const Cells& now) const;

    ImVec2 origin_, size_, scale_;
    int across_ = 0, down_ = 0;
    Cells cells_;  // of the frame before; empty: unknown
};

}  // namespace squash::ui::gl
