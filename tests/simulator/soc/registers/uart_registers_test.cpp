#include "perisphere/soc/registers/uart_registers.hpp"

#include "../chip.hpp"
#include "random_accesses.hpp"
#include "recorded_lines.hpp"

#include <string>

namespace perisphere::uart_registers_test
{

using namespace perisphere::soc;
using namespace std::chrono_literals;

constexpr std::uint32_t kRbr = 0x00;
constexpr std::uint32_t kIer = 0x04;
constexpr std::uint32_t kIir = 0x08;
constexpr std::uint32_t kLcr = 0x0C;
constexpr std::uint32_t kMcr = 0x10;
constexpr std::uint32_t kLsr = 0x14;
constexpr std::uint32_t kHighspeed = 0x24;
constexpr std::uint32_t kSampleCount = 0x28;
constexpr std::uint32_t kSamplePoint = 0x2C;
constexpr std::uint32_t kEscapeEn = 0x44;
constexpr std::uint32_t kVfifoEn = 0x4C;
constexpr std::uint32_t kRxTrig = 0x50;
constexpr std::uint32_t kFracL = 0x54;
constexpr std::uint32_t kFracM = 0x58;
constexpr std::uint32_t kFcrRd = 0x5C;
constexpr std::uint32_t kExtendAdd = 0x64;
constexpr std::uint32_t kRxOffset = 0x68;
constexpr std::uint32_t kTxOffset = 0x6C;
constexpr std::uint32_t kThre = 1U << 5;
constexpr std::uint32_t kTemt = 1U << 6;

/// 115200 baud by DL 1, SAMPLE_COUNT 224 and seven tenths, 10 bits.
constexpr ClockRate kTenths{260'000'000};
constexpr std::uint64_t kCharacter = 10 * 2257;

void modify(UartRegisters& uart, std::uint32_t offset, std::uint32_t clear, std::uint32_t set)
{
    uart.write(offset, (uart.read(offset) & ~clear) | set);
}

/// The debug UART as Microsoft's samples set it up: FCR is never written.
void configure(UartRegisters& uart)
{
    uart.write(kLcr, 0x80);
    uart.write(kHighspeed, 3);
    uart.write(kIer, 0); // DLM
    uart.write(kRbr, 1); // DLL
    uart.write(kSampleCount, 224);
    uart.write(kSamplePoint, 110);
    uart.write(kFracM, 0);
    uart.write(kFracL, 223);
    uart.write(kLcr, 0x03);
}

struct DebugUart {
    engine::Scheduler scheduler;
    test::RecordedLines lines{scheduler};
    std::string output;
    std::vector<engine::VirtualTime> times;
    DebugUartLine line{[this](std::uint8_t character) {
        output += static_cast<char>(character);
        times.push_back(scheduler.now());
    }};
    UartRegisters uart{scheduler, line, lines, {.name = "UART", .interrupt = 4}};

    void at(engine::Duration time) { REQUIRE(scheduler.runUntil(engine::VirtualTime(time))); }
    void type(const std::string& text)
    {
        line.type({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    }
    [[nodiscard]] unsigned id() { return uart.read(kIir) & 0x3F; }
};

struct IsuUarts {
    test::Chip test;
    test::RecordedLines lines{test.scheduler};
    test::RecordedRequests dma;
    IsuUartLine lineA{test.buses, test.chip.pads, 0};
    IsuUartLine lineB{test.buses, test.chip.pads, 1};
    UartRegisters a{
        test.scheduler,
        lineA,
        lines,
        {.name = "ISU0.UART", .interrupt = 47, .dma = &dma, .channels = uartDmaChannels(0)}};
    UartRegisters b{test.scheduler, lineB, lines, {.name = "ISU1.UART", .interrupt = 51}};
    engine::Wire ab{test.netlist, test.chip.pads.isu(0, IsuPad::TxdSclk),
                    test.chip.pads.isu(1, IsuPad::RxdMisoSda)};
    engine::Wire ba{test.netlist, test.chip.pads.isu(1, IsuPad::TxdSclk),
                    test.chip.pads.isu(0, IsuPad::RxdMisoSda)};
    engine::Wire rts{test.netlist, test.chip.pads.isu(1, IsuPad::RtsMosiScl),
                     test.chip.pads.isu(0, IsuPad::CtsCsa)};

    void at(engine::Duration time) { REQUIRE(test.scheduler.runUntil(engine::VirtualTime(time))); }
    static void write(UartRegisters& uart, const std::string& text)
    {
        for (const char character : text)
            uart.write(kRbr, static_cast<std::uint8_t>(character));
    }
    static std::string readAll(UartRegisters& uart)
    {
        std::string text;
        while ((uart.read(kLsr) & 1) != 0)
            text += static_cast<char>(uart.read(kRbr));
        return text;
    }
};

TEST_CASE("polled output without FIFOs is paced to the tick of the divider")
{
    DebugUart f;
    configure(f.uart);
    CHECK(f.uart.format().baudRate == 115'197);
    const std::string text = "hello";
    for (std::size_t sent = 0; sent < text.size();) {
        if ((f.uart.read(kLsr) & kThre) != 0)
            f.uart.write(kRbr, static_cast<std::uint8_t>(text[sent++]));
        else
            f.at(f.scheduler.now().time_since_epoch() + 1us);
    }
    f.at(1ms);
    CHECK(f.output == text);
    REQUIRE(f.times.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) // not rounded character by character
        CHECK(f.times[i].time_since_epoch() == durationOf((i + 1) * kCharacter, kTenths));
}

TEST_CASE("what is printed before the UART is set up comes out")
{
    DebugUart f;
    f.uart.write(kRbr, 'x');
    f.at(1ms);
    CHECK(f.output == "x");
    CHECK((f.uart.read(kLsr) & (kThre | kTemt)) == (kThre | kTemt));
}

TEST_CASE("interrupt-driven output refills the FIFO at the transmitter's interrupt")
{
    DebugUart f; // Codethink: 16 bytes at once, the rest from a ring; TX trigger 4
    configure(f.uart);
    f.uart.write(kIir, 0x97);
    CHECK(f.uart.read(kFcrRd) == 0x91);
    std::string ring(40, '.');
    const auto refill = [&] {
        for (std::uint32_t room = 16 - f.uart.read(kTxOffset); room > 0 && !ring.empty(); --room) {
            f.uart.write(kRbr, static_cast<std::uint8_t>(ring.back()));
            ring.pop_back();
        }
    };
    REQUIRE((f.uart.read(kLsr) & kThre) != 0);
    refill();
    CHECK((f.uart.read(kLsr) & kThre) == 0);
    modify(f.uart, kIer, 0, 2); // ETBEI
    CHECK_FALSE(f.lines.levels[4]);
    unsigned interrupts = 0;
    while (f.output.size() < 40) {
        f.at(f.scheduler.now().time_since_epoch() + 10us);
        if (!f.lines.levels[4])
            continue;
        ++interrupts;
        for (unsigned id = f.id(); id != 1; id = f.id()) {
            REQUIRE(id == 2);
            refill();
            if (ring.empty())
                modify(f.uart, kIer, 2, 0);
        }
        CHECK_FALSE(f.lines.levels[4]);
    }
    CHECK(interrupts == 2);
    CHECK(f.output == std::string(40, '.'));
    CHECK((f.uart.read(kLsr) & kTemt) != 0);
}

TEST_CASE("the transmitter's interrupt is read away and comes back with ETBEI")
{
    DebugUart f;
    configure(f.uart);
    f.uart.write(kIer, 2);
    CHECK(f.lines.levels[4]);
    CHECK(f.id() == 2);
    CHECK(f.id() == 1);
    CHECK_FALSE(f.lines.levels[4]);
    f.uart.write(kIer, 0);
    f.uart.write(kIer, 2);
    CHECK(f.lines.levels[4]);
    f.uart.write(kRbr, 'x');
    CHECK(f.id() == 2); // already in the shift register
}

TEST_CASE("received characters interrupt at the trigger level, or when the line rests")
{
    DebugUart f;
    configure(f.uart);
    f.uart.write(kIir, 0x47); // trigger 6
    f.uart.write(kIer, 1);
    f.type("12345");
    CHECK_FALSE(f.lines.levels[4]);
    f.type("6");
    CHECK(f.id() == 4);
    CHECK(f.uart.read(kRbr) == '1');
    CHECK(f.id() == 1);
    const engine::Duration rest = durationOf(4 * kCharacter, kTenths);
    f.at(rest - 1ns);
    CHECK_FALSE(f.lines.levels[4]);
    f.at(rest);
    CHECK(f.id() == 0x0C);
    std::string text;
    while ((f.uart.read(kLsr) & 1) != 0)
        text += static_cast<char>(f.uart.read(kRbr));
    CHECK(text == "23456");
    CHECK(f.id() == 1);
    f.uart.write(kIir, 0xC7); // by RXTRIG
    f.uart.write(kRxTrig, 2);
    f.type("a");
    CHECK(f.id() == 1);
    f.type("b");
    CHECK(f.id() == 4);
}

TEST_CASE("a full receive FIFO is overrun")
{
    DebugUart f;
    configure(f.uart);
    f.uart.write(kIir, 0x87);
    f.uart.write(kIer, 4);
    f.type(std::string(33, 'x'));
    CHECK(f.uart.read(kRxOffset) == 32);
    CHECK(f.id() == 6);
    CHECK((f.uart.read(kLsr) & 0x3) == 0x3);
    CHECK((f.uart.read(kLsr) & 0x3) == 0x1);
    CHECK_FALSE(f.lines.levels[4]);
    f.uart.write(kIir, 0x83); // clears it
    CHECK(f.uart.read(kRxOffset) == 0);
}

TEST_CASE("two ISUs talk over their pads")
{
    IsuUarts f; // the vendor's printf and getc
    for (UartRegisters* const uart : {&f.a, &f.b}) {
        uart->write(kIir, 0x87);
        configure(*uart);
    }
    CHECK(f.test.chip.pads.isu(0, IsuPad::TxdSclk).isHigh());
    IsuUarts::write(f.a, "good day");
    f.at(durationOf(8 * kCharacter, kTenths) - 1ns);
    CHECK(IsuUarts::readAll(f.b) == "good da");
    f.at(durationOf(8 * kCharacter, kTenths));
    CHECK(IsuUarts::readAll(f.b) == "y");
}

TEST_CASE("another format is a line error")
{
    IsuUarts f;
    configure(f.a);
    configure(f.b);
    f.b.write(kLcr, 0x1B); // 8 bits, even parity
    IsuUarts::write(f.a, "x");
    f.at(1ms);
    CHECK((f.b.read(kLsr) & 0x85) == 0x85);
    CHECK((f.b.read(kLsr) & 0x85) == 0x01);
    CHECK(f.b.read(kRbr) == 'x');
    f.b.write(kLcr, 0x03);
    f.b.write(kSampleCount, 112);
    IsuUarts::write(f.a, "x");
    f.at(2ms);
    CHECK((f.b.read(kLsr) & 0x8) == 0x8);
}

TEST_CASE("an unused UART leaves the ISU's pads alone")
{
    IsuUarts f; // ISU resets come before every I2C and SPI transfer
    engine::Pin& pad = f.test.chip.pads.isu(0, IsuPad::TxdSclk);
    pad.setDrive(engine::digitalDrive(engine::OutputMode::PushPull, false));
    f.a.reset();
    CHECK(pad.level() == engine::Level::Low);
    configure(f.a);
    CHECK(pad.level() == engine::Level::High);
    CHECK(f.test.chip.pads.isu(0, IsuPad::RtsMosiScl).level() == engine::Level::Floating);
    f.a.reset();
    CHECK(pad.level() == engine::Level::Floating);
}

TEST_CASE("hardware flow control holds the transmitter and the peer")
{
    IsuUarts f;
    for (UartRegisters* const uart : {&f.a, &f.b}) {
        configure(*uart);
        uart->write(kIir, 0x87);
        // As both driver families enable it.
        const std::uint32_t lcr = uart->read(kLcr);
        uart->write(kLcr, 0xBF);
        modify(*uart, kIir, 0, 0xD0); // EFR: auto-RTS, auto-CTS, enhanced
        uart->write(kEscapeEn, 0);
        uart->write(kLcr, 0);
        modify(*uart, kMcr, 0, 2);
        uart->write(kLcr, lcr);
    }
    CHECK(f.test.chip.pads.isu(1, IsuPad::RtsMosiScl).level() == engine::Level::Low);
    std::string sent;
    for (int i = 0; i < 40; ++i) {
        while (f.a.read(kTxOffset) == 16 && f.test.scheduler.nextEventAt() != engine::kNever)
            f.test.advance(100us);
        if (f.a.read(kTxOffset) == 16)
            break;
        sent += static_cast<char>('0' + i);
        IsuUarts::write(f.a, sent.substr(sent.size() - 1));
    }
    f.test.advance(10ms);
    CHECK(f.b.read(kRxOffset) == 25); // one was in the shift register when the peer stopped it
    CHECK(f.test.chip.pads.isu(1, IsuPad::RtsMosiScl).level() == engine::Level::High);
    CHECK((f.a.read(kLsr) & kTemt) == 0);
    std::string read = IsuUarts::readAll(f.b);
    f.test.advance(10ms);
    read += IsuUarts::readAll(f.b);
    CHECK(read == sent);
}

TEST_CASE("XOFF holds the transmitter until XON")
{
    IsuUarts f;
    configure(f.a);
    configure(f.b);
    f.a.write(kLcr, 0xBF);
    f.a.write(kMcr, 0x11); // XON1
    f.a.write(0x18, 0x13); // XOFF1
    f.a.write(kIir, 0x12); // EFR: compare with them
    f.a.write(kLcr, 0x03);
    IsuUarts::write(f.b, "\x13");
    f.test.advance(1ms);
    CHECK((f.a.read(kLsr) & 1) == 0);
    IsuUarts::write(f.a, "x");
    f.test.advance(1ms);
    CHECK(f.b.read(kRxOffset) == 0);
    IsuUarts::write(f.b, "\x11");
    f.test.advance(1ms);
    CHECK(IsuUarts::readAll(f.b) == "x");
}

TEST_CASE("loop-back returns what is sent without the line")
{
    DebugUart f;
    configure(f.uart);
    f.uart.write(kMcr, 0x10);
    f.uart.write(kRbr, 'l');
    f.at(1ms);
    CHECK(f.uart.read(kRbr) == 'l');
    CHECK(f.output.empty());
}

TEST_CASE("DMA fills the transmitter while there is room")
{
    IsuUarts f; // the vendor's FreeRTOS sample: half channel 0 or FIFO channel 13
    configure(f.a);
    configure(f.b);
    f.b.write(kIir, 0x87);
    f.a.write(kIir, f.a.read(kFcrRd) | 7);
    f.a.write(kVfifoEn, 1);
    CHECK_FALSE(f.dma.levels[0]);
    modify(f.a, kExtendAdd, 0, 2);
    CHECK(f.dma.levels[0]);
    CHECK(f.dma.levels[13]);
    unsigned moved = 0;
    for (; f.dma.levels[0] && moved < 100; ++moved)
        f.a.write(kRbr, moved);
    CHECK(moved == 17); // the shift register and the FIFO
    f.at(durationOf(kCharacter, kTenths));
    CHECK(f.dma.levels[0]);
    modify(f.a, kExtendAdd, 2, 0);
    CHECK_FALSE(f.dma.levels[0]);
    f.at(10ms);
    CHECK(f.b.read(kRxOffset) == 17);
}

TEST_CASE("with receive DMA the time-out tells and VFIFO_EN acknowledges it")
{
    IsuUarts f; // Codethink's open, and its interrupt handler
    configure(f.a);
    configure(f.b);
    f.a.write(kIir, 0x97);
    f.b.write(kIir, 0x97);
    f.a.write(kVfifoEn, 1);
    f.a.write(kExtendAdd, 1 | 4);
    f.a.write(kIer, 1);
    IsuUarts::write(f.b, "0123456789abcdef");
    std::string memory;
    while (memory.size() < 16) {
        f.test.advance(10us);
        if (f.dma.levels[14]) {
            CHECK(f.dma.levels[1]);
            memory += static_cast<char>(f.a.read(kRbr));
        }
        CHECK_FALSE(f.lines.levels[47]);
    }
    CHECK_FALSE(f.dma.levels[14]);
    f.at(durationOf(16 * kCharacter, kTenths) + durationOf(4 * kCharacter, kTenths));
    CHECK(f.lines.levels[47]);
    CHECK((f.a.peek(kIir) & 0x3F) == 0x0C);
    static_cast<void>(f.a.read(kVfifoEn));
    CHECK((f.a.read(kIir) & 0x3F) == 0x01);
    CHECK_FALSE(f.lines.levels[47]);
}

TEST_CASE("a snapshot keeps FIFOs, the character on the line and the pads")
{
    IsuUarts f;
    configure(f.a);
    configure(f.b);
    f.a.write(kIir, 0x87);
    f.b.write(kIir, 0x87);
    IsuUarts::write(f.a, "abc");
    f.at(50us);
    engine::Snapshot snapshot;
    f.a.exchange(snapshot);
    f.a.reset();
    snapshot.rewind();
    f.a.exchange(snapshot);
    CHECK(f.test.chip.pads.isu(0, IsuPad::TxdSclk).level() == engine::Level::High);
    f.at(durationOf(3 * kCharacter, kTenths));
    CHECK(IsuUarts::readAll(f.b) == "abc");
}

TEST_CASE("whatever is written to a UART, nothing hangs")
{
    IsuUarts f;
    const engine::Wire loop{f.test.netlist, f.test.chip.pads.isu(0, IsuPad::TxdSclk),
                            f.test.chip.pads.isu(0, IsuPad::RxdMisoSda)};
    test::accessAtRandom(f.a, f.test.scheduler);
    CHECK(f.a.read(kTxOffset) <= 16);
    CHECK(f.a.read(kRxOffset) <= 32);
}

} // namespace perisphere::uart_registers_test
