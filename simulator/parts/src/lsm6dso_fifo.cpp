#include "lsm6dso_fifo.hpp"

#include <algorithm>
#include <bit>

namespace perisphere::parts::lsm6dso
{

void Fifo::configure(unsigned ctrl1, unsigned ctrl2, unsigned ctrl4)
{
    m_watermark = ctrl1 | (ctrl2 & 1U) << 8U;
    m_stopsAtWatermark = (ctrl2 & 0x80U) != 0;
    switch (ctrl4 & 7U) {
    case 1:
        m_mode = Mode::Fifo;
        break;
    case 3: // continuous until an event, then FIFO
    case 6:
        m_mode = Mode::Continuous;
        break;
    default: // bypass, or bypass until an event
        m_mode = Mode::Bypass;
        clear();
        break;
    }
}

std::size_t Fifo::limit() const
{
    return m_stopsAtWatermark && m_watermark > 0 ? m_watermark : kDepth;
}

bool Fifo::isAtWatermark() const
{
    return m_watermark > 0 && m_words.size() >= m_watermark;
}

std::uint8_t Fifo::tagByte(Tag tag) const
{
    const unsigned byte = static_cast<unsigned>(tag) << 3U | m_slot << 1U;
    return static_cast<std::uint8_t>(byte | (static_cast<unsigned>(std::popcount(byte)) & 1U));
}

void Fifo::push(Tag tag, const Data& data)
{
    if (m_mode == Mode::Bypass)
        return;
    if (isFull()) {
        m_overrun = true;
        m_overrunLatched = true;
        if (m_mode == Mode::Fifo)
            return;
        m_words.pop_front();
    }
    m_words.push_back({tagByte(tag), data});
}

std::uint8_t Fifo::read(unsigned index)
{
    if (m_words.empty())
        return 0;
    const Word& oldest = m_words.front();
    const std::uint8_t value = index == 0 ? oldest.tag : oldest.data.at(index - 1);
    if (index == oldest.data.size()) {
        m_words.pop_front();
        m_overrun = false;
    }
    return value;
}

std::uint8_t Fifo::status1() const
{
    return static_cast<std::uint8_t>(m_words.size());
}

std::uint8_t Fifo::readStatus2()
{
    const unsigned value = (isAtWatermark() ? 0x80U : 0U) | (m_overrun ? 0x40U : 0U) |
                           (isFull() ? 0x20U : 0U) | (m_overrunLatched ? 0x08U : 0U) |
                           (static_cast<unsigned>(m_words.size() >> 8U) & 3U);
    m_overrunLatched = false;
    return static_cast<std::uint8_t>(value);
}

void Fifo::clear()
{
    m_words.clear();
    m_overrun = false;
    m_overrunLatched = false;
}

void Fifo::archive(StateArchive& archive)
{
    std::vector<std::uint8_t> bytes;
    for (const Word& word : m_words) {
        bytes.push_back(word.tag);
        bytes.insert(bytes.end(), word.data.begin(), word.data.end());
    }
    archive.bytes("fifo", bytes);
    archive.integer("fifoSlot", m_slot);
    archive.flag("fifoOverrun", m_overrun);
    archive.flag("fifoOverrunLatched", m_overrunLatched);
    m_words.clear();
    for (auto at = bytes.begin(); bytes.end() - at >= 7; at += 7) {
        Word word{*at, {}};
        std::copy(at + 1, at + 7, word.data.begin());
        m_words.push_back(word);
    }
}

} // namespace perisphere::parts::lsm6dso
