// What a display should show: a portable bitmap beside the scenario file.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/engine/property_value.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::scenario
{

/// One bit a pixel; 1 is lit.
class Picture
{
public:
    static constexpr unsigned kMaxSide = 4096;

    /// A plain or a raw PBM ("P1", "P4"). Invalid.
    [[nodiscard]] static Result<Picture> parse(std::string_view text);

    /// Whether a display of this size and format can show it.
    [[nodiscard]] Result<> fits(const engine::Image& image) const;

    /// In how many pixels a display's picture differs; all of them when it does not fit.
    [[nodiscard]] std::size_t differences(const engine::Image& image,
                                          std::span<const std::uint8_t> pixels) const;

private:
    unsigned m_width = 0;
    unsigned m_height = 0;
    std::vector<bool> m_pixels;
};

/// A display's picture in letters, '#' for a lit pixel, as a plain PBM can be drawn from it.
[[nodiscard]] std::string drawn(const engine::Image& image, std::span<const std::uint8_t> pixels);

} // namespace perisphere::scenario
