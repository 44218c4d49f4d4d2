#include "picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace perisphere::scenario
{
namespace
{

tl::unexpected<Error> notAPicture(std::string why)
{
    return fail(Error{.code = ErrorCode::Invalid,
                      .message = "not a portable bitmap: " + std::move(why),
                      .expected = "a PBM file, \"P1\" or \"P4\""});
}

bool isLit(std::span<const std::uint8_t> rows, unsigned width, unsigned x, unsigned y)
{
    const std::size_t stride = (width + 7U) / 8U;
    return (rows[y * stride + x / 8U] >> (7U - x % 8U) & 1U) != 0;
}

/// White space and comments between the numbers of the header.
void skipSpace(std::string_view& text)
{
    while (!text.empty()) {
        if (text.front() == '#')
            text.remove_prefix(std::min(text.find('\n'), text.size()));
        else if (std::isspace(static_cast<unsigned char>(text.front())) != 0)
            text.remove_prefix(1);
        else
            return;
    }
}

std::optional<unsigned> takeSide(std::string_view& text)
{
    skipSpace(text);
    unsigned value = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9' &&
           value <= Picture::kMaxSide) {
        value = value * 10 + static_cast<unsigned>(text.front() - '0');
        text.remove_prefix(1);
    }
    if (value == 0 || value > Picture::kMaxSide)
        return std::nullopt;
    return value;
}

} // namespace

Result<Picture> Picture::parse(std::string_view text)
{
    if (!text.starts_with("P1") && !text.starts_with("P4"))
        return notAPicture("no \"P1\" or \"P4\" at its begin");
    const bool isPlain = text[1] == '1';
    text.remove_prefix(2);
    Picture picture;
    const auto width = takeSide(text);
    const auto height = takeSide(text);
    if (!width || !height || text.empty())
        return notAPicture(fmt::format("width and height are not 1 to {}", kMaxSide));
    picture.m_width = *width;
    picture.m_height = *height;
    const std::size_t count = std::size_t{*width} * *height;
    picture.m_pixels.reserve(count);
    if (isPlain) {
        for (skipSpace(text); !text.empty() && picture.m_pixels.size() < count; skipSpace(text)) {
            if (text.front() != '0' && text.front() != '1')
                return notAPicture("a pixel that is not 0 or 1");
            picture.m_pixels.push_back(text.front() == '1');
            text.remove_prefix(1);
        }
        if (picture.m_pixels.size() < count)
            return notAPicture("too few pixels");
        return picture;
    }
    text.remove_prefix(1); // one white space before the rows
    const std::size_t stride = (*width + 7U) / 8U;
    if (text.size() < stride * *height)
        return notAPicture("too few pixels");
    const std::span<const std::uint8_t> rows(reinterpret_cast<const std::uint8_t*>(text.data()),
                                             text.size());
    for (unsigned y = 0; y < *height; ++y)
        for (unsigned x = 0; x < *width; ++x)
            picture.m_pixels.push_back(isLit(rows, *width, x, y));
    return picture;
}

Result<> Picture::fits(const engine::Image& image) const
{
    if (image.format != engine::PixelFormat::Mono1)
        return fail(ErrorCode::Unsupported, "only displays with one bit a pixel can be compared");
    if (image.width != m_width || image.height != m_height)
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("the file has {} x {} pixels, the display {} x {}", m_width,
                                m_height, image.width, image.height));
    return {};
}

std::size_t Picture::differences(const engine::Image& image,
                                 std::span<const std::uint8_t> pixels) const
{
    const std::size_t bytes = std::size_t{(image.width + 7U) / 8U} * image.height;
    if (!fits(image) || pixels.size() < bytes)
        return m_pixels.size();
    std::size_t count = 0;
    for (unsigned y = 0; y < m_height; ++y)
        for (unsigned x = 0; x < m_width; ++x)
            if (isLit(pixels, m_width, x, y) != m_pixels[std::size_t{y} * m_width + x])
                ++count;
    return count;
}

std::string drawn(const engine::Image& image, std::span<const std::uint8_t> pixels)
{
    const std::size_t bytes = std::size_t{(image.width + 7U) / 8U} * image.height;
    if (image.format != engine::PixelFormat::Mono1 || pixels.size() < bytes)
        return {};
    std::string text;
    for (unsigned y = 0; y < image.height; ++y) {
        std::string row;
        for (unsigned x = 0; x < image.width; ++x)
            row += isLit(pixels, image.width, x, y) ? '#' : '.';
        text += row + "\n";
    }
    return text;
}

} // namespace perisphere::scenario
