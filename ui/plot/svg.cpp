#include "ui/plot/svg.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ui/plot/frame.hpp"

namespace squash::ui {
namespace {

constexpr float kLegend = 26;  // of the height, above the plot

std::string hex(Color color) {
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", color.r, color.g, color.b);
    return text;
}

std::string px(float value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", static_cast<double>(value));
    return text;
}

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '&')
            result += "&amp;";
        else if (c == '<')
            result += "&lt;";
        else if (c == '>')
            result += "&gt;";
        else if (c == '"')
            result += "&quot;";
        else
            result += c;
    }
    return result;
}

std::string rectangle(const ImRect& box, Color fill, float opacity = 1) {
    return "<rect x=\"" + px(box.Min.x) + "\" y=\"" + px(box.Min.y) + "\" width=\"" +
           px(box.GetWidth()) + "\" height=\"" + px(box.GetHeight()) + "\" fill=\"" + hex(fill) +
           "\" fill-opacity=\"" + px(opacity) + "\"/>\n";
}

std::string line(ImVec2 from, ImVec2 to, Color color) {
    return "<line x1=\"" + px(from.x) + "\" y1=\"" + px(from.y) + "\" x2=\"" + px(to.x) +
           "\" y2=\"" + px(to.y) + "\" stroke=\"" + hex(color) + "\"/>\n";
}

std::string words(ImVec2 at, const std::string& text, Color color, const char* anchor) {
    return "<text x=\"" + px(at.x) + "\" y=\"" + px(at.y) + "\" fill=\"" + hex(color) +
           "\" text-anchor=\"" + anchor + "\">" + escaped(text) + "</text>\n";
}

std::string dashes(Dash dash) {
    std::string text;
    for (const float length : dashPattern(dash)) text += (text.empty() ? "" : " ") + px(length);
    return text.empty() ? text : " stroke-dasharray=\"" + text + "\"";
}

std::string path(const std::vector<ImVec2>& points, const Series& series, Color ink) {
    std::string text = "<path d=\"";
    for (std::size_t i = 0; i < points.size(); ++i)
        text += (i == 0 ? "M" : "L") + px(points[i].x) + " " + px(points[i].y);
    return text + "\" fill=\"none\" stroke=\"" + hex(ink) + "\" stroke-width=\"" +
           px(series.width) + "\" stroke-linejoin=\"round\"" + dashes(series.dash) + "/>\n";
}

std::string axes(const PlotFrame& frame, const PlotSpec& spec, const Tokens& c) {
    const ImRect& in = frame.inner;
    std::string text;
    for (const Tick& tick : frame.rows) {
        const float y = frame.py(tick.value);
        text += line({in.Min.x, y}, {in.Max.x, y}, c.grid);
        text += words({in.Min.x - 8, y + 4}, tick.label, c.dim, "end");
    }
    for (const Tick& tick : frame.columns) {
        const float x = frame.px(tick.value);
        text += line({x, in.Min.y}, {x, in.Max.y}, c.grid);
        text += words({x, in.Max.y + 16}, tick.label, c.dim, "middle");
    }
    for (const Tick& tick : frame.rightRows)
        text += words({in.Max.x + 8, frame.py(tick.value, true) + 4}, tick.label, c.dim, "start");
    text += words({frame.outer.Min.x + 2, in.Max.y + 16}, spec.yName, c.dim, "start");
    text += words({frame.outer.Max.x - 2, in.Max.y + 16}, spec.rightName, c.dim, "end");
    if (spec.zeroLine) text += line({in.Min.x, frame.py(0)}, {in.Max.x, frame.py(0)}, c.faint);
    return text;
}

std::string spans(const PlotFrame& frame, const PlotSpec& spec, bool stripes) {
    std::string text;
    for (const ShadedSpan& span : spec.spans) {
        const ImRect box = spanBox(frame, span);
        if (box.GetWidth() <= 0 || (span.stripe > 0) != stripes) continue;
        text += rectangle(box, span.color, span.alpha);
    }
    return text;
}

std::string behind(const PlotFrame& frame, const PlotSpec& spec) {
    std::string text = spans(frame, spec, false);
    for (std::size_t i = 0; i < spec.bars.heights.size(); ++i)
        for (const Block& block : barBlocks(frame, spec.bars, i))
            text += rectangle(block.box, block.color);
    return text + spans(frame, spec, true);
}

std::string spanLabels(const Ui& ui, const PlotFrame& frame, const PlotSpec& spec,
                       const PlotView& view) {
    std::string text;
    for (const ShadedSpan& span : spec.spans) {
        if (span.label.empty()) continue;
        const float width = ui.fonts.width(Font::Small, span.label.c_str()) + 8;
        if (const auto box = spanLabelBox(frame, spec, view, span, width))
            text +=
                words({box->GetCenter().x, box->Min.y + 11}, span.label, span.labelColor, "middle");
    }
    return text;
}

std::string legendOf(const Ui& ui, const PlotSpec& spec, const PlotView& view, float right) {
    std::string text;
    for (std::size_t i = spec.series.size(); i-- > 0;) {
        const Series& series = spec.series[i];
        if (!view.shows(series)) continue;
        right -= ui.fonts.width(Font::Small, series.name.c_str()) + 12;
        text += words({right, 18}, series.name, series.textColor, "start");
        right -= 26;
        text += path({{right, 14}, {right + 20, 14}}, series, legendInk(ui.colors(), series));
        right -= 12;
    }
    return text;
}

}  // namespace

std::string svgOf(const Ui& ui, ImVec2 size, const PlotSpec& spec, const PlotView& view) {
    const Tokens& c = ui.colors();
    const PlotFrame frame(ui, {{0, kLegend}, size}, spec, view);
    const ImRect& in = frame.inner;
    std::string text = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + px(size.x) +
                       "\" height=\"" + px(size.y) +
                       "\" font-family=\"Inter, sans-serif\" font-size=\"12\">\n<title>" +
                       escaped(spec.label) + "</title>\n<clipPath id=\"inside\"><rect x=\"" +
                       px(in.Min.x) + "\" y=\"" + px(in.Min.y) + "\" width=\"" + px(in.GetWidth()) +
                       "\" height=\"" + px(in.GetHeight()) + "\"/></clipPath>\n";
    text += rectangle({{0, 0}, size}, c.panel);
    text += behind(frame, spec) + axes(frame, spec, c) + spanLabels(ui, frame, spec, view) +
            "<g clip-path=\"url(#inside)\">\n";
    for (const Series& series : spec.series)
        if (view.shows(series))
            for (const auto& part : visibleParts(frame, series, series.points))
                text += path(part, series, mix(series.color, c.panel, series.faintness));
    text += "</g>\n";
    for (const PlotMark& mark : spec.marks) {
        const ImVec2 at(frame.px(mark.x), frame.py(mark.y));
        if (!view.shows(mark.series) || !in.Contains(at)) continue;
        text += "<circle cx=\"" + px(at.x) + "\" cy=\"" + px(at.y) + "\" r=\"" +
                (mark.small ? "2.5" : "3.5") + "\" stroke=\"" + hex(mark.color) + "\" fill=\"" +
                hex(mark.hollow ? c.panel : mark.color) + "\"/>\n";
    }
    return text + legendOf(ui, spec, view, size.x - 8) + "</svg>\n";
}

}  // namespace squash::ui
