// What an SSD1306 keeps and shows: display memory (GDDRAM), addressing, mapping to the glass,
// scrolling.
#pragma once

#include "perisphere/parts/state_archive.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace perisphere::parts::ssd1306
{

constexpr unsigned kWidth = 128;
constexpr unsigned kHeight = 64;
constexpr unsigned kPages = kHeight / 8;

/// Memory addressing modes, by their codes (command 20h).
enum class Addressing : std::uint8_t { Horizontal, Vertical, Page };

enum class ScrollDirection : std::uint8_t { None, Right, Left };

struct Window {
    std::uint8_t first = 0;
    std::uint8_t last = 0;
};

struct Scroll {
    ScrollDirection direction = ScrollDirection::None;
    Window pages;
    std::uint8_t rows = 0; ///< upwards in each step; 0 without vertical part
};

/// The settings that commands make, as after a reset.
struct Settings {
    bool on = false;
    bool allLit = false;   ///< A5h
    bool inverted = false; ///< A7h
    bool mirroredColumns = false;
    bool mirroredRows = false;
    std::uint8_t startLine = 0;
    std::uint8_t offset = 0;
    std::uint8_t multiplex = kHeight; ///< rows in use
    std::uint8_t contrast = 0x7F;
};

class Panel
{
public:
    Settings settings;
    /// The glass is mounted upside down, as in most modules: the picture is upright with A1h and
    /// C8h.
    bool rotatedGlass = true;
    Addressing addressing = Addressing::Page;
    Window columns{0, kWidth - 1};
    Window pages{0, kPages - 1};
    std::uint8_t verticalScrollTop = 0;
    std::uint8_t verticalScrollRows = kHeight;

    void setColumns(Window window);
    void setPages(Window window);
    void setPageColumn(std::uint8_t column) { m_column = column & (kWidth - 1); }
    void setPage(std::uint8_t page) { m_page = page & (kPages - 1); }
    [[nodiscard]] std::uint8_t column() const { return m_column; }

    void write(std::uint8_t byte);
    void scroll(const Scroll& scroll);

    /// The glass as it looks: engine::PixelFormat::Mono1, a set bit gives light.
    [[nodiscard]] std::array<std::uint8_t, kWidth * kHeight / 8> render() const;

    void archive(StateArchive& archive);

private:
    [[nodiscard]] bool isSet(unsigned column, unsigned row) const
    {
        return (m_memory.at(row / 8 * kWidth + column) >> row % 8 & 1U) != 0;
    }
    void scrollPage(unsigned page, ScrollDirection direction);

    std::array<std::uint8_t, kWidth * kPages> m_memory{};
    std::uint8_t m_column = 0;
    std::uint8_t m_page = 0;
    std::uint8_t m_scrolledRows = 0;
};

} // namespace perisphere::parts::ssd1306
