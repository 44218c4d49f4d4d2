#include "ssd1306_panel.hpp"

#include <algorithm>

namespace perisphere::parts::ssd1306
{

void Panel::setColumns(Window window)
{
    columns = window;
    m_column = window.first;
}

void Panel::setPages(Window window)
{
    pages = window;
    m_page = window.first;
}

void Panel::write(std::uint8_t byte)
{
    m_memory.at(m_page * kWidth + m_column) = byte;
    const auto after = [](std::uint8_t at, Window window) {
        return at == window.last ? window.first : static_cast<std::uint8_t>(at + 1);
    };
    switch (addressing) {
    case Addressing::Page: // stays on its page and ignores the windows
        m_column = static_cast<std::uint8_t>((m_column + 1U) % kWidth);
        break;
    case Addressing::Horizontal:
        if (m_column == columns.last)
            m_page = after(m_page, pages) % kPages;
        m_column = after(m_column, columns) % kWidth;
        break;
    case Addressing::Vertical:
        if (m_page == pages.last)
            m_column = after(m_column, columns) % kWidth;
        m_page = after(m_page, pages) % kPages;
        break;
    }
}

void Panel::scrollPage(unsigned page, ScrollDirection direction)
{
    const auto row = std::span(m_memory).subspan(page * kWidth, kWidth);
    if (direction == ScrollDirection::Right)
        std::rotate(row.rbegin(), row.rbegin() + 1, row.rend());
    else
        std::rotate(row.begin(), row.begin() + 1, row.end());
}

void Panel::scroll(const Scroll& scroll)
{
    if (scroll.direction == ScrollDirection::None)
        return;
    for (unsigned page = scroll.pages.first; page <= scroll.pages.last && page < kPages; ++page)
        scrollPage(page, scroll.direction);
    if (scroll.rows > 0 && verticalScrollRows > 0)
        m_scrolledRows =
            static_cast<std::uint8_t>((m_scrolledRows + scroll.rows) % verticalScrollRows);
}

std::array<std::uint8_t, kWidth * kHeight / 8> Panel::render() const
{
    std::array<std::uint8_t, kWidth * kHeight / 8> glass{};
    if (!settings.on)
        return glass;
    const bool mirrorRows = settings.mirroredRows != rotatedGlass;
    const bool mirrorColumns = settings.mirroredColumns != rotatedGlass;
    for (unsigned y = 0; y < settings.multiplex; ++y) {
        // From a row of the glass to a row of the memory: scan direction, offset, start line,
        // scroll.
        const unsigned common = mirrorRows ? settings.multiplex - 1U - y : y;
        unsigned row = (common + settings.offset + settings.startLine) % kHeight;
        const unsigned inScroll = row - verticalScrollTop;
        if (row >= verticalScrollTop && inScroll < verticalScrollRows)
            row = (verticalScrollTop + (inScroll + m_scrolledRows) % verticalScrollRows) % kHeight;
        for (unsigned x = 0; x < kWidth; ++x) {
            const unsigned column = mirrorColumns ? kWidth - 1 - x : x;
            const bool set = settings.allLit || isSet(column, row);
            if (set != settings.inverted)
                glass.at((y * kWidth + x) / 8) |= static_cast<std::uint8_t>(0x80U >> x % 8);
        }
    }
    return glass;
}

void Panel::archive(StateArchive& archive)
{
    archive.registers("memory", m_memory);
    archive.integer("column", m_column);
    archive.integer("page", m_page);
    archive.integer("scrolledRows", m_scrolledRows);
    std::array<std::uint8_t, 16> bytes = {
        settings.on,           settings.allLit,
        settings.inverted,     settings.mirroredColumns,
        settings.mirroredRows, settings.startLine,
        settings.offset,       settings.multiplex,
        settings.contrast,     static_cast<std::uint8_t>(addressing),
        columns.first,         columns.last,
        pages.first,           pages.last,
        verticalScrollTop,     verticalScrollRows};
    archive.registers("settings", bytes);
    if (!archive.isRestoring())
        return;
    m_column &= kWidth - 1;
    m_page &= kPages - 1;
    settings = {.on = bytes[0] != 0,
                .allLit = bytes[1] != 0,
                .inverted = bytes[2] != 0,
                .mirroredColumns = bytes[3] != 0,
                .mirroredRows = bytes[4] != 0,
                .startLine = bytes[5],
                .offset = bytes[6],
                .multiplex = std::min<std::uint8_t>(bytes[7], kHeight),
                .contrast = bytes[8]};
    addressing = static_cast<Addressing>(std::min<std::uint8_t>(bytes[9], 2));
    columns = {bytes[10], bytes[11]};
    pages = {bytes[12], bytes[13]};
    verticalScrollTop = bytes[14];
    verticalScrollRows = bytes[15];
}

} // namespace perisphere::parts::ssd1306
