// An I2S block and its FIFO port. Frames go out (DL) and come in (UL) at the sample rate, each one
// 32-bit word of two channels; four TDM channels are two words.
//
// The serial lines do not move: what is played goes to a sink, what is captured comes from a
// source, silence at first, or from the own output when it is looped back. A codec that gives the
// clocks is taken to give them at the rate that the block is set to.
#pragma once

#include "perisphere/engine/move_only_function.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/soc/registers/lines.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace perisphere::soc
{

class I2sRegisters final : public RegisterBlock
{
public:
    static constexpr unsigned kFifoDepth = 8; ///< words, each way

    /// @param index 0 or 1: DMA channels 25 and 26, or 27 and 28
    I2sRegisters(engine::Scheduler& scheduler, DmaRequests& requests, unsigned index);

    [[nodiscard]] std::string_view name() const override { return m_name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

    /// The data port of the DMA: a block of its own address range. Its state is saved and reset
    /// with the registers'.
    [[nodiscard]] RegisterBlock& fifoPort() { return m_port; }

    using Sink = engine::MoveOnlyFunction<void(std::uint32_t word)>;
    using Source = engine::MoveOnlyFunction<std::uint32_t()>;
    /// Called for each word that is played, at its instant.
    void setSink(Sink sink) { m_sink = std::move(sink); }
    /// Asked for each word that is captured, at its instant.
    void setSource(Source source) { m_source = std::move(source); }

private:
    class FifoPort final : public RegisterBlock
    {
    public:
        explicit FifoPort(I2sRegisters& block);
        [[nodiscard]] std::string_view name() const override { return m_name; }
        [[nodiscard]] std::span<const RegisterInfo> registers() const override;
        std::uint32_t read(std::uint32_t offset) override;
        void write(std::uint32_t offset, std::uint32_t value) override;
        [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
        void reset() override {}
        void exchange(engine::Snapshot&) override {}

    private:
        I2sRegisters& m_block;
        std::string m_name;
    };

    struct Fifo {
        std::array<std::uint32_t, kFifoDepth> words{};
        std::uint8_t first = 0;
        std::uint8_t count = 0;

        [[nodiscard]] bool isFull() const { return count == kFifoDepth; }
        void push(std::uint32_t word); ///< lost when it is full
        std::uint32_t pop();           ///< not of an empty one
    };
    /// A direction's clock.
    struct Pace {
        engine::VirtualTime begin{};
        std::uint64_t frames = 0;
        std::uint32_t hertz = 0; ///< 0: it stands still
    };
    struct State {
        std::array<std::uint32_t, 19> words{}; ///< as written, by offset / 4
        Fifo down;
        Fifo up;
        Pace downPace;
        Pace upPace;
        std::uint32_t played = 0; ///< the last word
    };

    [[nodiscard]] std::uint32_t wordAt(std::uint32_t offset) const
    {
        return m_state.words[offset / 4];
    }
    void update();
    void setPace(Pace& pace, engine::Timer& timer, std::uint32_t hertz);
    void nextFrame(Pace& pace, engine::Timer& timer);
    void play();
    void capture();
    void updateRequests();

    engine::Scheduler& m_scheduler;
    DmaRequests& m_requests;
    unsigned m_downChannel;
    std::string m_name;
    FifoPort m_port;
    Sink m_sink;
    Source m_source;
    State m_state;
    bool m_wantsDown = false;
    bool m_wantsUp = false;
    engine::Timer m_downFrame;
    engine::Timer m_upFrame;
};

} // namespace perisphere::soc
