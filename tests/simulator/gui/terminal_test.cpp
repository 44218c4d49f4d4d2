#include "connection/device_connection.hpp"
#include "fake_device.hpp"
#include "terminal/hex_table.hpp"
#include "terminal/serial_line.hpp"
#include "terminal/terminal_colours.hpp"
#include "terminal/terminal_screen.hpp"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

#include <catch2/catch.hpp>

#include <cmath>

namespace perisphere::studio_test
{

using namespace studio;

namespace
{

void feed(TerminalScreen& screen, const QByteArray& bytes)
{
    screen.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

/// What is on a screen of 10 × 4 after that, lines joined by "|".
QString after(const QByteArray& bytes)
{
    TerminalScreen screen;
    screen.setSize(10, 4);
    feed(screen, bytes);
    QStringList lines;
    const int count = static_cast<int>(screen.lines().size());
    for (int i = std::max(0, count - 4); i < count; ++i)
        lines.append(screen.text(i));
    return lines.join('|');
}

struct LineBench {
    FakeDevice device;
    DeviceConnection connection;

    void attach()
    {
        device.answers["serial.watch"] = {{"result", {{"subscription", 1}}}};
        connection.attach(device.socket(), QStringLiteral("bench"));
        REQUIRE(until([&] { return device.countOf("serial.watch") == 1; }));
    }
    void tell(const std::string& base64, int pending, json::Value more = json::Value::object())
    {
        json::Value port{{"name", "T1"},
                         {"kind", "terminal"},
                         {"errors", 0},
                         {"received", 5},
                         {"pending", pending}};
        port.update(more);
        device.notify("serial.received",
                      {{"subscription", 1},
                       {"port", port},
                       {"page", {{"data", base64}, {"next", 5}, {"missed", 0}}}});
    }
};

} // namespace

TEST_CASE("text runs on in lines, and breaks at the last column")
{
    CHECK(after("hello\r\nworld") == "hello|world");
    CHECK(after("a\nb") == "a|b"); // a line feed alone begins a line
    CHECK(after("0123456789") == "0123456789");
    CHECK(after("0123456789x") == "0123456789|x");
    CHECK(after("ab\rc") == "cb");
    CHECK(after("abc\b\bx") == "axc");
    CHECK(after("a\tb") == "a       b");
    CHECK(after("1\n2\n3\n4\n5") == "2|3|4|5");
}

TEST_CASE("the cursor moves where a sequence says, and no further than the screen")
{
    CHECK(after("\x1B[2;3Hx") == "|  x");
    CHECK(after("\x1B[99;99Hx") == "|||         x");
    CHECK(after("abc\x1B[2Dx") == "axc");
    CHECK(after("a\x1B[B\x1B[Cb\x1B[Ac") == "a  c|  b");
    CHECK(after("one\x1B"
                "7\x1B[3;1Htwo\x1B"
                "8!") == "one!||two");
    CHECK(after("abc\x1B[1Gx") == "xbc");
}

TEST_CASE("lines and parts of them are erased, inserted and removed")
{
    CHECK(after("abcdef\x1B[3D\x1B[K") == "abc");
    CHECK(after("abcdef\x1B[3D\x1B[1Kx") == "   xef");
    CHECK(after("abc\x1B[2Kx") == "   x");
    CHECK(after("1\n2\n3\x1B[2;1H\x1B[J") == "1||");
    CHECK(after("1\n2\x1B[2J\x1B[Hx") == "x|||");
    CHECK(after("1\n2\n3\x1B[1;1H\x1B[Lx") == "x|1|2|3");
    CHECK(after("1\n2\n3\x1B[1;1H\x1B[M") == "2|3||");
    CHECK(after("abc\x1B[1G\x1B[2@x") == "x abc");
    CHECK(after("abc\x1B[1G\x1B[P") == "bc");
}

TEST_CASE("what is cleared from the screen can be scrolled to")
{
    TerminalScreen screen;
    screen.setSize(10, 4);
    feed(screen, "kept\x1B[2J\x1B[Hnew");
    CHECK(screen.text(0) == "kept");
    CHECK(screen.text(screen.cursorLine()) == "new");
}

TEST_CASE("colours and faces are those that a sequence asks for")
{
    TerminalScreen screen;
    feed(screen, "\x1B[1;31ma\x1B[38;5;200;4mb\x1B[48;2;1;2;3mc\x1B[0md\x1B[7;97me");
    const auto style = [&](std::size_t column) { return screen.lines()[0][column].style; };
    using Kind = TerminalColour::Kind;
    CHECK(style(0) == TerminalStyle{.foreground = {Kind::Indexed, 1}, .isBold = true});
    CHECK(style(1).foreground == TerminalColour{Kind::Indexed, 200});
    CHECK(style(1).isUnderlined);
    CHECK(style(2).background == TerminalColour{Kind::Rgb, 0x010203});
    CHECK(style(3) == TerminalStyle());
    CHECK(style(4) == TerminalStyle{.foreground = {Kind::Indexed, 15}, .isInverse = true});
}

TEST_CASE("the sixteen colours can be read on the light and on the dark background")
{
    const auto luminance = [](const QColor& colour) {
        const auto linear = [](float part) {
            return part <= 0.04045F ? part / 12.92F : std::pow((part + 0.055F) / 1.055F, 2.4F);
        };
        return 0.2126F * linear(colour.redF()) + 0.7152F * linear(colour.greenF()) +
               0.0722F * linear(colour.blueF());
    };
    for (const auto& [base, text] : {std::pair(QColor(0xFF, 0xFF, 0xFF), QColor(0x1C, 0x1F, 0x24)),
                                     std::pair(QColor(0x1B, 0x1D, 0x21), QColor(Qt::white))}) {
        QPalette palette;
        palette.setColor(QPalette::Base, base);
        palette.setColor(QPalette::Text, text);
        for (std::uint32_t index = 0; index < 16; ++index) {
            const TerminalStyle style{.foreground = {TerminalColour::Kind::Indexed, index}};
            const float a = luminance(coloursOf(style, palette).foreground) + 0.05F;
            const float b = luminance(base) + 0.05F;
            INFO(index << " on " << base.name().toStdString());
            CHECK(std::max(a, b) / std::min(a, b) >= 4.3F);
        }
    }
}

TEST_CASE("characters are UTF-8, and what is not is replaced")
{
    CHECK(after("Gr\xC3\xBC\xC3\x9F") == QString::fromUtf8("Gr\xC3\xBC\xC3\x9F"));
    CHECK(after("a\xFF"
                "b") == QString::fromUtf8("a\xEF\xBF\xBD"
                                          "b"));
    CHECK(after("\xC3(") == QString::fromUtf8("\xEF\xBF\xBD("));
    CHECK(after("\xED\xA0\x80") == QString::fromUtf8("\xEF\xBF\xBD")); // a surrogate
    CHECK(after("\xF0\x9F\x98\x80") == QString::fromUtf8("\xF0\x9F\x98\x80"));
}

TEST_CASE("sequences that are not known, or have no end, leave no trace in the text")
{
    CHECK(after("\x1B]0;title\x07x") == "x");
    CHECK(after("\x1B]0;title\x1B\\x") == "x");
    CHECK(after("\x1B(Bx\x1B[?1049hy\x1B[>cz") == "xyz");
    CHECK(after("\x1B[12;\x18x") == "x"); // CAN ends it
    CHECK(after(QByteArray("\x1B[") + QByteArray(100'000, '9') + "Cx") == "         x");
    CHECK(after(QByteArray("\x1B[") + QByteArray(100'000, ';') + "mx") == "x");
}

TEST_CASE("whatever comes, a terminal stays within its bounds")
{
    TerminalScreen screen;
    QRandomGenerator random(7);
    const QByteArray pieces("\x1B[;0123456789ABCDHJKLMPm@\r\n\t\bx\xC3\xF0(]");
    for (int round = 0; round < 200; ++round) {
        QByteArray bytes;
        for (int i = 0; i < 500; ++i)
            bytes += i % 3 == 0 ? pieces[random.bounded(static_cast<int>(pieces.size()))]
                                : static_cast<char>(random.bounded(256));
        screen.setSize(random.bounded(600) - 20, random.bounded(300) - 20);
        feed(screen, bytes);
        REQUIRE(screen.lines().size() <= TerminalScreen::kMaxLines);
        REQUIRE(screen.cursorLine() >= 0);
        REQUIRE(screen.cursorColumn() <= screen.columns());
        for (const TerminalLine& line : screen.lines())
            REQUIRE(line.size() <= TerminalScreen::kMaxColumns);
    }
    feed(screen, QByteArray("line\n").repeated(30'000));
    CHECK(screen.lines().size() == TerminalScreen::kMaxLines);
    CHECK(screen.dropped() > 20'000 - TerminalScreen::kMaxRows);
}

TEST_CASE("bytes are shown in rows of sixteen, and the oldest leave")
{
    HexTable table;
    const QAbstractItemModelTester tester(&table);
    table.add("0123456789");
    table.add(QByteArray("abcdef\x00\xFFzz", 10));
    CHECK(table.rowCount() == 2);
    const auto cell = [&](int row, int column) {
        return table.index(row, column).data().toString();
    };
    CHECK(cell(0, HexTable::Hexadecimal) == "30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66");
    CHECK(cell(1, HexTable::Number) == "00000010");
    CHECK(cell(1, HexTable::Hexadecimal) == "00 ff 7a 7a");
    CHECK(cell(1, HexTable::Text) == QString::fromUtf8("\xC2\xB7\xC2\xB7zz"));
    table.add(QByteArray(16 * HexTable::kMaxRows, 'x'));
    CHECK(table.rowCount() == HexTable::kMaxRows);
    CHECK(cell(0, HexTable::Number) == "00000020");
}

TEST_CASE("a serial line tells what comes, and how both ends are set")
{
    LineBench bench;
    SerialLine line(bench.connection, QStringLiteral("T1"));
    QSignalSpy came(&line, &SerialLine::came);
    QSignalSpy changes(&line, &SerialLine::changed);
    bench.attach();
    bench.tell(
        "aGVsbG8=", 0,
        {{"format", {{"baudRate", 115200}, {"dataBits", 8}, {"stopBits", 1}, {"parity", "none"}}},
         {"sender", {{"baudRate", 9600}, {"dataBits", 7}, {"stopBits", 2}, {"parity", "even"}}},
         {"fits", false}});
    REQUIRE(until([&] { return came.size() == 1; }));
    CHECK(came[0][0].toByteArray() == "hello");
    CHECK(line.format()->toString() == "115200 8N1");
    CHECK(line.sender()->toString() == "9600 7E2");
    CHECK_FALSE(line.fits());
    bench.device.notify("serial.received", {{"subscription", 1}, {"port", 3}});
    bench.tell("", 0);
    REQUIRE(until([&] { return changes.size() == 2; }));
    CHECK(came.size() == 1);
    CHECK_FALSE(line.sender());
    line.setBaudRate(9600);
    REQUIRE(until([&] { return bench.device.countOf("part.set") == 1; }));
    CHECK(bench.device.calls.back()["params"] ==
          json::Value({{"property", "T1.baudRate"}, {"value", 9600}}));
}

TEST_CASE("what a serial line does not take at once is sent again, in its order")
{
    LineBench bench;
    SerialLine line(bench.connection, QStringLiteral("T1"));
    bench.attach();
    bench.device.answers["serial.send"] = {{"result", {{"taken", 5000}}}};
    QByteArray file;
    for (int i = 0; i < 4000; ++i)
        file += QByteArray::number(i) + ' ';
    CHECK(line.send(file));
    QByteArray taken;
    std::size_t seen = 0;
    const auto collect = [&] {
        for (; seen < bench.device.calls.size(); ++seen)
            if (bench.device.calls[seen]["method"] == "serial.send")
                taken += QByteArray::fromBase64(
                             QByteArray::fromStdString(bench.device.calls[seen]["params"]["data"]))
                             .left(5000);
        return line.unsent() >= 8192; // it waits for the device to send some
    };
    REQUIRE(until(collect));
    while (taken.size() < file.size()) {
        const auto before = taken.size();
        bench.tell("", 0);
        REQUIRE(until([&] {
            collect();
            return taken.size() > before;
        }));
    }
    CHECK(taken == file);
    CHECK_FALSE(line.send(QByteArray(SerialLine::kMaxOutgoing + 1, 'x')));
}

} // namespace perisphere::studio_test
