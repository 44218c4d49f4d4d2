// A real-time core with programs of halfwords, one register block, and the scheduler that it runs
// on.
#pragma once

#include "perisphere/realtime/core_complex.hpp"
#include "perisphere/realtime/core_target.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace perisphere::realtime_test
{

inline constexpr std::uint32_t kRegisters = 0x38000000;
inline constexpr std::uint32_t kCode = realtime::kTcmBase + 0x400;

/// COUNT counts its reads; LINE drives interrupt 5.
class CountingBlock final : public soc::RegisterBlock
{
public:
    [[nodiscard]] std::string_view name() const override { return "COUNTING"; }
    [[nodiscard]] std::span<const soc::RegisterInfo> registers() const override
    {
        static constexpr std::array<soc::RegisterInfo, 2> kInfos{
            {{.offset = 0, .name = "COUNT"}, {.offset = 4, .name = "LINE"}}};
        return kInfos;
    }
    std::uint32_t read(std::uint32_t offset) override
    {
        times.push_back(scheduler == nullptr ? 0 : engine::toNanoseconds(scheduler->now()));
        return offset == 0 ? ++count : line;
    }
    void write(std::uint32_t offset, std::uint32_t value) override
    {
        times.push_back(scheduler == nullptr ? 0 : engine::toNanoseconds(scheduler->now()));
        if (offset == 4 && lines != nullptr) {
            line = value;
            lines->set(5, value != 0);
        }
    }
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override
    {
        return offset == 0 ? count : line;
    }
    void reset() override { count = 0; }
    void exchange(engine::Snapshot& snapshot) override { snapshot.exchange(count); }

    engine::Scheduler* scheduler = nullptr;
    soc::InterruptLines* lines = nullptr;
    std::uint32_t count = 0;
    std::uint32_t line = 0;
    std::vector<std::int64_t> times;
};

struct Observer final : realtime::CoreObserver {
    void stopped(realtime::RealTimeCore& core, m4::Stop reason) override
    {
        if (onStopped)
            onStopped(core, reason);
    }
    void resetRequested(realtime::RealTimeCore& core) override { core.restart(); }
    void printed(realtime::RealTimeCore&, std::string_view text) override { output += text; }
    void exited(realtime::RealTimeCore& core, int) override { core.stop(); }

    std::function<void(realtime::RealTimeCore&, m4::Stop)> onStopped;
    std::string output;
};

struct CoresFixture {
    explicit CoresFixture(unsigned count = 1)
        : complex(scheduler)
    {
        block.scheduler = &scheduler;
        for (unsigned i = 0; i < count; ++i) {
            cores.push_back(
                realtime::RealTimeCore::create(i, scheduler, unmodelled, complex, observer)
                    .value());
            cores.back()->registers().add(kRegisters, 0x100, block);
            complex.add(*cores.back());
        }
        block.lines = cores.front().get();
    }

    /// A vector table with the reset handler at kCode, and what else is given.
    struct Program {
        std::vector<std::uint8_t> tcm = std::vector<std::uint8_t>(0x2000);

        Program()
        {
            word(realtime::kTcmBase, 0x00130000);
            word(realtime::kTcmBase + 4, kCode | 1U);
        }
        void word(std::uint32_t address, std::uint32_t value)
        {
            std::memcpy(tcm.data() + (address - realtime::kTcmBase), &value, 4);
        }
        void code(std::uint32_t address, std::initializer_list<unsigned> halfwords)
        {
            for (const unsigned half : halfwords) {
                const auto value = static_cast<std::uint16_t>(half);
                std::memcpy(tcm.data() + (address - realtime::kTcmBase), &value, 2);
                address += 2;
            }
        }
        [[nodiscard]] realtime::FirmwareImage image() const
        {
            return {.vectorTable = realtime::kTcmBase,
                    .segments = {{.address = realtime::kTcmBase,
                                  .bytes = tcm,
                                  .memoryBytes = static_cast<std::uint32_t>(tcm.size())}}};
        }
    };

    void runFor(engine::Duration duration)
    {
        REQUIRE(scheduler.runUntil(scheduler.now() + duration));
    }

    engine::Scheduler scheduler;
    engine::UnmodelledAccesses unmodelled{scheduler};
    Observer observer;
    realtime::CoreComplex complex;
    CountingBlock block;
    std::vector<std::unique_ptr<realtime::RealTimeCore>> cores;
};

} // namespace perisphere::realtime_test
