// What a logic analyser sees of a bus whose bytes pass whole: read back from the recorded levels.
#include "bus_waveforms.hpp"

#include "perisphere/soc/isu_i2c.hpp"
#include "perisphere/soc/isu_spi.hpp"

#include "../soc/chip.hpp"

#include <fmt/format.h>

#include <bit>
#include <map>
#include <string>

namespace perisphere::bus_waveforms_test
{

using namespace perisphere::engine;
using namespace std::chrono_literals;

namespace
{

struct Analyser {
    test::Chip test;
    TraceRecorder recorder{test.scheduler, 100'000};
    std::optional<runtime::BusWaveforms> waveforms;

    Pin& pad(unsigned isu, soc::IsuPad pad) { return test.chip.pads.isu(isu, pad); }
    void record(const std::vector<Pin*>& pins, bool isUartPaced = true)
    {
        for (Pin* pin : pins)
            recorder.watchLevel(*pin);
        waveforms.emplace(runtime::BusWaveforms::Board{.scheduler = test.scheduler,
                                                       .netlist = test.netlist,
                                                       .buses = test.buses,
                                                       .pads = test.chip.pads},
                          recorder, isUartPaced);
    }
    /// Whether it is high, of each signal, as of that record.
    static bool isHigh(const TraceRecord& record)
    {
        return std::get<Level>(record.value) == Level::High;
    }
};

/// A target at 0x50 that has the digits from 0 on.
class Digits final : public bus::I2cTarget
{
public:
    bool start(std::uint8_t address, bus::I2cAccess /*access*/) override { return address == 0x50; }
    bool write(std::uint8_t byte) override { return byte != 'n'; }
    std::uint8_t read() override { return m_next++; }
    void stop() override {}

private:
    std::uint8_t m_next = '0';
};

struct I2cBench : Analyser {
    Pin scl{test.netlist, "U1.SCL"};
    Pin sda{test.netlist, "U1.SDA"};
    Digits digits;
    bus::I2cPort port{test.buses.i2c(), scl, sda, digits};
    Wire wireScl{test.netlist, scl, pad(3, soc::IsuPad::RtsMosiScl)};
    Wire wireSda{test.netlist, sda, pad(3, soc::IsuPad::RxdMisoSda)};
    soc::IsuI2c& controller = test.chip.isu[3]->i2c;

    I2cBench()
    {
        controller.enable();
        record({&scl, &sda});
    }
    /// START and STOP as S and P, bytes with A or N.
    std::string transfer(soc::I2cTransfer transfer)
    {
        controller.transfer(std::move(transfer),
                            [](soc::I2cResult, std::span<const std::uint8_t>) {});
        test.advance(10ms);
        std::string text;
        std::array<bool, 2> high{true, true};
        unsigned bits = 0;
        unsigned count = 0;
        for (const TraceRecord& one : recorder.snapshot().records) {
            const bool wasHigh = std::exchange(high[one.signal], isHigh(one));
            if (one.signal == 1 && high[0] && wasHigh != high[1]) {
                text += high[1] ? "P " : "S ";
                count = 0;
            } else if (one.signal == 0 && high[0] && !wasHigh) {
                bits = bits << 1U | (high[1] ? 1U : 0U);
                rises.push_back(one.time);
                if (++count == 9) {
                    text +=
                        fmt::format("{:02X}{} ", bits >> 1U & 0xFFU, (bits & 1U) != 0 ? 'N' : 'A');
                    count = 0;
                }
            }
        }
        recorder.clear();
        return text;
    }
    std::vector<VirtualTime> rises; ///< of the clock
};

} // namespace

TEST_CASE("an I2C transaction is on both lines, bit by bit at the bus' speed")
{
    I2cBench bench;
    CHECK(bench.transfer({.address = 0x50, .write = {'a', 'b'}, .readBytes = 3}) ==
          "S A0A 61A 62A S A1A 30A 31A 32N P ");
    REQUIRE(bench.rises.size() == 9 + 2 * 9 + 1 + 9 + 3 * 9 + 1); // with both STARTs' and STOP's
    CHECK(bench.rises[1] - bench.rises[0] == 10us);
    CHECK(bench.rises[20] - bench.rises[19] == 10us);
}

TEST_CASE("nobody at an address, and a byte that is not acknowledged, are seen on the line")
{
    I2cBench bench;
    CHECK(bench.transfer({.address = 0x51, .write = {'a'}}) == "S A2N P ");
    CHECK(bench.transfer({.address = 0x50, .write = {'n'}}) == "S A0A 6EN P ");
}

namespace
{

class Answers final : public bus::SpiTarget
{
public:
    std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& /*shift*/) override
    {
        return static_cast<std::uint8_t>(mosi + 1);
    }
};

struct SpiBench : Analyser {
    Pin clock{test.netlist, "U1.SCLK"};
    Pin mosi{test.netlist, "U1.MOSI"};
    Pin miso{test.netlist, "U1.MISO"};
    Pin select{test.netlist, "U1.CS"};
    Answers target;
    bus::SpiPort port{test.buses.spi(), {clock, mosi, miso, select}, target};
    Wire wireClock{test.netlist, clock, pad(0, soc::IsuPad::TxdSclk)};
    Wire wireMosi{test.netlist, mosi, pad(0, soc::IsuPad::RtsMosiScl)};
    Wire wireMiso{test.netlist, miso, pad(0, soc::IsuPad::RxdMisoSda)};
    Wire wireSelect{test.netlist, select, pad(0, soc::IsuPad::CtsCsa)};
};

} // namespace

TEST_CASE("an SPI transfer is on its lines in each mode and bit order")
{
    const auto mode = GENERATE(bus::SpiMode::Mode0, bus::SpiMode::Mode1, bus::SpiMode::Mode2,
                               bus::SpiMode::Mode3);
    const auto order =
        GENERATE(bus::SpiBitOrder::MostSignificantFirst, bus::SpiBitOrder::LeastSignificantFirst);
    INFO("mode " << static_cast<int>(mode) << ", bit order " << static_cast<int>(order));
    SpiBench bench;
    soc::IsuSpi& controller = bench.test.chip.isu[0]->spi;
    controller.enable();
    controller.prepareSelect(soc::SpiSelect::A, false);
    bench.record({&bench.clock, &bench.mosi, &bench.miso});
    std::vector<std::uint8_t> read;
    controller.transfer({.shift = {.mode = mode, .bitOrder = order, .hertz = 1'000'000},
                         .segments = {{.isRead = false, .bytes = 2}, {.isRead = true, .bytes = 1}},
                         .write = {0x9F, 0x31}},
                        [&](soc::SpiResult, std::span<const std::uint8_t> bytes) {
                            read.assign(bytes.begin(), bytes.end());
                        });
    bench.test.advance(1ms);
    REQUIRE(read.size() == 1);

    // Sampled with the first edge of a clock in even modes, with the second in odd ones.
    const bool isOdd = mode == bus::SpiMode::Mode1 || mode == bus::SpiMode::Mode3;
    const bool isIdleHigh = mode >= bus::SpiMode::Mode2;
    const bool samplesRising = isOdd == isIdleHigh;
    std::array<std::string, 2> said;
    std::array<unsigned, 2> bits{};
    std::array<bool, 3> high{};
    unsigned count = 0;
    const Trace trace = bench.recorder.snapshot();
    for (std::size_t i = 0; i < high.size(); ++i)
        high[i] = std::get<Level>(trace.signals[i].first) == Level::High;
    bool isTransfer = false;
    for (const TraceRecord& one : trace.records) {
        high[one.signal] = Analyser::isHigh(one);
        if (one.signal == 0 && !isTransfer && high[0] == isIdleHigh)
            continue; // it goes to its rest
        isTransfer = true;
        if (one.signal != 0 || high[0] != samplesRising)
            continue;
        const bool isLeastFirst = order == bus::SpiBitOrder::LeastSignificantFirst;
        for (std::size_t line = 0; line < 2; ++line)
            bits[line] = isLeastFirst ? bits[line] >> 1U | (high[1 + line] ? 0x80U : 0U)
                                      : bits[line] << 1U | (high[1 + line] ? 1U : 0U);
        if (++count % 8 == 0)
            for (std::size_t line = 0; line < 2; ++line)
                said[line] += fmt::format("{:02X} ", bits[line] & 0xFFU);
    }
    CHECK(count == 3 * 8);
    CHECK(said[0].starts_with("9F 31 "));
    CHECK(said[1].ends_with(fmt::format("{:02X} ", read[0])));
    CHECK(bench.recorder.snapshot().end - trace.records.front().time >= 23us);
}

TEST_CASE("characters are on the transmitter's line in each format")
{
    const auto parity =
        GENERATE(bus::UartParity::None, bus::UartParity::Even, bus::UartParity::Odd);
    const auto dataBits = GENERATE(std::uint8_t{7}, std::uint8_t{8});
    Analyser analyser;
    Pin& line = analyser.pad(1, soc::IsuPad::TxdSclk);
    const Drive idle = digitalDrive(OutputMode::PushPull, true);
    line.setDrive(idle);
    analyser.record({&line});
    const bus::UartFormat format{
        .baudRate = 100'000, .dataBits = dataBits, .stopBits = 2, .parity = parity};
    const std::string sent = "Hi\n";
    for (const char character : sent) {
        analyser.test.advance(format.characterTime());
        analyser.test.buses.transmit(line, static_cast<std::uint8_t>(character), format);
    }
    analyser.test.advance(1ms);
    const Trace trace = analyser.recorder.snapshot();
    const auto isHighAt = [&](VirtualTime time) {
        bool isHigh = true;
        for (const TraceRecord& one : trace.records)
            if (one.time <= time)
                isHigh = Analyser::isHigh(one);
        return isHigh;
    };
    VirtualTime begin;
    for (const char character : sent) {
        const auto bit = [&](unsigned number) {
            return isHighAt(begin + 10us * number + 5us) ? 1U : 0U;
        };
        CHECK(bit(0) == 0);
        unsigned data = 0;
        for (unsigned i = 0; i < dataBits; ++i)
            data |= bit(1 + i) << i;
        CHECK(data == static_cast<unsigned>(character));
        unsigned next = 1U + dataBits;
        if (parity != bus::UartParity::None)
            CHECK((static_cast<unsigned>(std::popcount(data)) + bit(next++)) % 2 ==
                  (parity == bus::UartParity::Odd ? 1U : 0U));
        CHECK(bit(next) == 1);
        CHECK(bit(next + 1) == 1);
        begin += format.characterTime();
    }
}

TEST_CASE("what takes no time is not shown, and nothing is where nobody records")
{
    Analyser analyser;
    Pin& line = analyser.pad(1, soc::IsuPad::TxdSclk);
    line.setDrive(digitalDrive(OutputMode::PushPull, true));
    analyser.record({&line}, false);
    analyser.test.advance(1ms);
    analyser.test.buses.transmit(line, 'x', {});
    CHECK(analyser.recorder.size() == 0);
    analyser.waveforms.reset();
    analyser.test.buses.transmit(line, 'x', {});
    CHECK(analyser.test.buses.observers().empty());
}

} // namespace perisphere::bus_waveforms_test
