// The LSM6DSO's FIFO: 512 words of a tag and six bytes. Models bypass, FIFO and continuous mode,
// the watermark and its use as depth. The modes that wait for an event behave as before that event,
// since events are not modelled; neither is compression.
#pragma once

#include "lsm6dso_registers.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace perisphere::parts::lsm6dso
{

class Fifo
{
public:
    using Data = std::array<std::uint8_t, 6>;

    /// FIFO_CTRL1, 2 and 4.
    void configure(unsigned ctrl1, unsigned ctrl2, unsigned ctrl4);

    /// The batches that follow belong to another time slot (TAG_CNT).
    void nextSlot() { m_slot = (m_slot + 1) & 3U; }
    void push(Tag tag, const Data& data);

    /// FIFO_DATA_OUT_TAG and on, 0 to 6. Reading the last byte takes the word out.
    std::uint8_t read(unsigned index);
    [[nodiscard]] std::uint8_t status1() const;
    /// Clears the latched overrun.
    std::uint8_t readStatus2();

    // For the interrupt pins.
    [[nodiscard]] bool isAtWatermark() const;
    [[nodiscard]] bool isFull() const { return m_words.size() >= limit(); }
    [[nodiscard]] bool isOverrun() const { return m_overrun; }

    void clear();
    void archive(StateArchive& archive);

private:
    enum class Mode : std::uint8_t { Bypass, Fifo, Continuous };
    struct Word {
        std::uint8_t tag = 0;
        Data data{};
    };
    static constexpr std::size_t kDepth = 512;

    [[nodiscard]] std::size_t limit() const;
    [[nodiscard]] std::uint8_t tagByte(Tag tag) const;

    Mode m_mode = Mode::Bypass;
    std::size_t m_watermark = 0;
    bool m_stopsAtWatermark = false;
    std::deque<Word> m_words;
    unsigned m_slot = 0;
    bool m_overrun = false;
    bool m_overrunLatched = false;
};

} // namespace perisphere::parts::lsm6dso
