#include "ui/gl/program.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "assets/assets.hpp"
#include "gl/gl_api.hpp"
#include "ui/gl/pixels.hpp"

#ifndef GL_R32F
#define GL_R32F 0x822E
#endif
#ifndef GL_RED
#define GL_RED 0x1903
#endif
#ifndef GL_NEAREST
#define GL_NEAREST 0x2600
#endif
#ifndef GL_RGBA8
#define GL_RGBA8 0x8058
#endif

namespace squash::ui::gl {
namespace {

std::string source(const std::string& file) {
    const auto bytes = assets::find("shaders/" + file);
    return squash::gl::kShaderHead +
           std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::string compileInto(unsigned shader, const std::string& file) {
    const std::string text = source(file);
    const char* pointer = text.c_str();
    glShaderSource(shader, 1, &pointer, nullptr);
    glCompileShader(shader);
    GLint done = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &done);
    char log[1024] = "";
    if (!done) glGetShaderInfoLog(shader, sizeof log, nullptr, log);
    return done ? "" : file + ": " + log;
}

void setScissor(const ImDrawCmd& command) {
    const Pixels pixels(*ImGui::GetDrawData());
    const PixelBox box = pixels.scissor(command.ClipRect);
    glScissor(box.left, pixels.height - box.bottom, std::max(0, box.right - box.left),
              std::max(0, box.bottom - box.top));
}

}  // namespace

const std::string& Program::prepare() {
    if (!tried_) {
        tried_ = true;
        problem_ = compile();
    }
    return problem_;
}

std::string Program::compile() {
    const unsigned vertex = glCreateShader(GL_VERTEX_SHADER),
                   fragment = glCreateShader(GL_FRAGMENT_SHADER);
    std::string problem = compileInto(vertex, name_ + ".vert.glsl");
    if (problem.empty()) problem = compileInto(fragment, name_ + ".frag.glsl");
    program_ = glCreateProgram();
    glAttachShader(program_, vertex);
    glAttachShader(program_, fragment);
    if (problem.empty()) {
        glLinkProgram(program_);
        GLint done = 0;
        glGetProgramiv(program_, GL_LINK_STATUS, &done);
        char log[1024] = "";
        if (!done) glGetProgramInfoLog(program_, sizeof log, nullptr, log);
        if (!done) problem = name_ + ": " + log;
    }
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    glGenVertexArrays(1, &array_);
    glGenBuffers(1, &vertices_);
    glGenBuffers(1, &indices_);
    return problem;
}

void Program::forget() {
    program_ = array_ = vertices_ = indices_ = 0;
    indexed_ = 0;
    tried_ = false;
}

void Program::begin(const ImDrawCmd& command, std::span<const Attribute> attributes,
                    std::span<const float> vertices) {
    setScissor(command);
    glUseProgram(program_);
    glBindVertexArray(array_);
    glBindBuffer(GL_ARRAY_BUFFER, vertices_);
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(vertices.size_bytes()), vertices.data(),
                 GL_STREAM_DRAW);
    int stride = 0;
    for (const Attribute& attribute : attributes) stride += attribute.floats * 4;
    std::intptr_t offset = 0;
    for (const Attribute& attribute : attributes) {
        glEnableVertexAttribArray(attribute.location);
        glVertexAttribPointer(attribute.location, attribute.floats, GL_FLOAT, GL_FALSE, stride,
                              reinterpret_cast<const void*>(offset));
        offset += attribute.floats * 4;
    }
    glUniform1i(glGetUniformLocation(program_, "source"), 0);
}

void Program::matrix(const char* uniform, const float (&columns)[16]) {
    glUniformMatrix4fv(glGetUniformLocation(program_, uniform), 1, GL_FALSE, columns);
}

void Program::indexRectangles(std::size_t count) {
    std::vector<std::uint32_t> indices;
    for (std::uint32_t i = 0; i < count; ++i)
        for (const std::uint32_t corner : {0u, 1u, 2u, 0u, 2u, 3u})
            indices.push_back(i * 4 + corner);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, static_cast<GLsizeiptr>(indices.size() * 4),
                 indices.data(), GL_STREAM_DRAW);
    indexed_ = count;
}

void Program::drawRectangles(std::size_t count) {
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
    if (count > indexed_) indexRectangles(count);
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(count * 6), GL_UNSIGNED_INT, nullptr);
}

void Program::end() { glBindVertexArray(0); }

void clipTransform(float (&column)[4]) {
    const ImDrawData& data = *ImGui::GetDrawData();
    column[0] = 2 / data.DisplaySize.x;
    column[1] = -2 / data.DisplaySize.y;
    column[2] = -1 - data.DisplayPos.x * column[0];
    column[3] = 1 - data.DisplayPos.y * column[1];
}

float framebufferScale() { return ImGui::GetDrawData()->FramebufferScale.x; }

TextureFormat TextureFormat::rgba8() { return {GL_RGBA, GL_RGBA, GL_UNSIGNED_BYTE}; }
TextureFormat TextureFormat::float32() { return {GL_R32F, GL_RED, GL_FLOAT}; }

unsigned makeTexture(int width, int height, const TextureFormat& format, const void* pixels) {
    unsigned texture = 0;
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, format.internal, width, height, 0, format.format, format.type,
                 pixels);
    return texture;
}

void updateTexture(unsigned texture, const int (&box)[4], const TextureFormat& format,
                   const void* pixels) {
    glBindTexture(GL_TEXTURE_2D, texture);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexSubImage2D(GL_TEXTURE_2D, 0, box[0], box[1], box[2], box[3], format.format, format.type,
                    pixels);
}

void bindTexture(unsigned texture) {
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture);
}

void deleteTexture(unsigned texture) { glDeleteTextures(1, &texture); }

}  // namespace squash::ui::gl
