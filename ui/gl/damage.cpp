#include "ui/gl/damage.hpp"

#include <algorithm>
#include <utility>

#include "ui/gl/fingerprint.hpp"

namespace squash::ui::gl {
namespace {

constexpr int kCell = 64;  // pixels

// Three corners of a command's triangles.
struct Triangle {
    const ImDrawVert* corners[3];

    Triangle(const ImDrawList& list, const ImDrawCmd& command, unsigned first) {
        const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset + first;
        for (int i = 0; i < 3; ++i) corners[i] = list.VtxBuffer.Data + command.VtxOffset + index[i];
    }
    PixelBox reach(const Pixels& pixels) const {
        const auto& [a, b, c] = corners;
        return pixels.around(
            {std::min({a->pos.x, b->pos.x, c->pos.x}), std::min({a->pos.y, b->pos.y, c->pos.y})},
            {std::max({a->pos.x, b->pos.x, c->pos.x}), std::max({a->pos.y, b->pos.y, c->pos.y})});
    }
    std::uint64_t print(std::uint64_t state) const {
        for (const ImDrawVert* corner : corners) state = fingerprint(state, corner, sizeof *corner);
        return state;
    }
};

// What a command draws with, beside its vertices.
std::uint64_t stateOf(const ImDrawCmd& command) {
    std::uint64_t hash = fingerprint(1, &command.ClipRect, sizeof command.ClipRect);
    hash = fingerprint(hash, reinterpret_cast<std::uintptr_t>(command.TexRef._TexData));
    hash = fingerprint(hash, reinterpret_cast<std::uintptr_t>(command.UserCallback));
    hash = fingerprint(hash, &command.TexRef._TexID, sizeof command.TexRef._TexID);
    return fingerprint(hash, command.UserCallbackData,
                       static_cast<std::size_t>(std::max(command.UserCallbackDataSize, 0)));
}

bool draws(const ImDrawCmd& command) {
    return command.UserCallback != ImDrawCallback_ResetRenderState;
}

// A draw list that draws the same, but only inside some boxes, which do not overlap.
class Cut {
public:
    Cut(ImDrawList& list, const Pixels& pixels) : list_(list), pixels_(pixels) {}

    void add(const ImDrawCmd& command, const std::vector<PixelBox>& boxes) {
        if (!draws(command)) return commands_.push_back(command);
        const PixelBox clip = pixels_.scissor(command.ClipRect);
        for (const PixelBox& box : boxes) {
            const PixelBox both = clip.within(box);
            if (both.empty()) continue;
            ImDrawCmd part = command;
            part.ClipRect = pixels_.clip(both);
            if (command.UserCallback || copyTriangles(command, both, part))
                commands_.push_back(part);
        }
    }
    void finish() {
        list_.CmdBuffer.swap(commands_);
        list_.IdxBuffer.swap(indices_);
    }

private:
    bool copyTriangles(const ImDrawCmd& whole, const PixelBox& box, ImDrawCmd& part) {
        part.IdxOffset = static_cast<unsigned>(indices_.Size);
        const ImDrawIdx* index = list_.IdxBuffer.Data + whole.IdxOffset;
        for (unsigned i = 0; i + 2 < whole.ElemCount; i += 3)
            if (!Triangle(list_, whole, i).reach(pixels_).within(box).empty())
                for (unsigned corner = 0; corner < 3; ++corner)
                    indices_.push_back(index[i + corner]);
        part.ElemCount = static_cast<unsigned>(indices_.Size) - part.IdxOffset;
        return part.ElemCount > 0;
    }

    ImDrawList& list_;
    const Pixels& pixels_;
    ImVector<ImDrawCmd> commands_;
    ImVector<ImDrawIdx> indices_;
};

bool same(const ImVec2& a, const ImVec2& b) { return a.x == b.x && a.y == b.y; }

}  // namespace

// In the order of drawing, so that what lies above what counts too.
void Damage::add(const PixelBox& box, std::uint64_t print, Cells& cells) const {
    if (box.empty()) return;
    for (int y = box.top / kCell; y <= (box.bottom - 1) / kCell; ++y)
        for (int x = box.left / kCell; x <= (box.right - 1) / kCell; ++x) {
            std::uint64_t& cell = cells[cellAt(x, y)];
            cell = fingerprint(cell, print);
        }
}

void Damage::mark(const ImDrawData& data, Cells& cells) const {
    const Pixels pixels(data);
    for (const ImDrawList* list : data.CmdLists)
        for (const ImDrawCmd& command : list->CmdBuffer) {
            if (!draws(command)) continue;
            const PixelBox clip = pixels.scissor(command.ClipRect);
            const std::uint64_t state = stateOf(command);
            if (command.UserCallback) add(clip, state, cells);
            for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
                const Triangle triangle(*list, command, i);
                add(triangle.reach(pixels).within(clip), triangle.print(state), cells);
            }
        }
}

// Runs of changed cells in a row, joined with the equal run above, in pixels.
std::vector<PixelBox> Damage::changed(const Cells& now) const {
    std::vector<PixelBox> runs;
    for (int y = 0; y < down_; ++y)
        for (int x = 0; x < across_; ++x) {
            const auto differs = [&](int column) {
                return column < across_ && now[cellAt(column, y)] != cells_[cellAt(column, y)];
            };
            const int left = x;
            while (differs(x)) ++x;
            if (x == left) continue;
            const auto above = std::find_if(runs.begin(), runs.end(), [&](const PixelBox& run) {
                return run.bottom == y && run.left == left && run.right == x;
            });
            if (above != runs.end())
                above->bottom = y + 1;
            else
                runs.push_back({left, y, x, y + 1});
        }
    for (PixelBox& run : runs)
        run = {run.left * kCell, run.top * kCell, run.right * kCell, run.bottom * kCell};
    return runs;
}

bool Damage::narrow(ImDrawData& data) {
    if (!same(origin_, data.DisplayPos) || !same(size_, data.DisplaySize) ||
        !same(scale_, data.FramebufferScale))
        forget();
    origin_ = data.DisplayPos, size_ = data.DisplaySize, scale_ = data.FramebufferScale;
    const Pixels pixels(data);
    across_ = (pixels.width + kCell - 1) / kCell;
    down_ = (pixels.height + kCell - 1) / kCell;
    Cells now(cellAt(0, down_), 0);
    mark(data, now);
    const bool whole = cells_.empty();
    const std::vector<PixelBox> boxes = whole ? std::vector<PixelBox>{} : changed(now);
    cells_ = std::move(now);
    if (whole || boxes.empty()) return whole;
    for (ImDrawList* list : data.CmdLists) {
        Cut cut(*list, pixels);
        for (const ImDrawCmd& command : list->CmdBuffer) cut.add(command, boxes);
        cut.finish();
    }
    return true;
}

}  // namespace squash::ui::gl
