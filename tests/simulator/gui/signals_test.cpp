#include "signals/decoders/decoders.hpp"
#include "signals/signal_store.hpp"
#include "signals/vcd_file.hpp"

#include <QByteArray>
#include <QFile>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <random>

namespace perisphere::studio_test
{

using namespace studio;

namespace
{

Track levelTrack(std::vector<std::int64_t> times, TrackLevel first = TrackLevel::Low)
{
    Track track{.name = QStringLiteral("pin"),
                .unit = {},
                .firstLevel = first,
                .times = {},
                .levels = {},
                .values = {}};
    TrackLevel level = first;
    for (const std::int64_t time : times) {
        level = level == TrackLevel::Low ? TrackLevel::High : TrackLevel::Low;
        track.times.push_back(time);
        track.levels.push_back(level);
    }
    return track;
}

void number(QByteArray& bytes, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        bytes.append(static_cast<char>(value | 0x80));
    bytes.append(static_cast<char>(value));
}

/// A line that says it, as a UART does; `parity` is sent after the eighth bit, if it is given.
Track uartSays(const std::string& text, std::int64_t bit, std::int64_t at,
               std::optional<bool> parity = std::nullopt)
{
    std::vector<std::int64_t> times;
    bool level = true;
    const auto set = [&](bool to) {
        if (to != level)
            times.push_back(at);
        level = to;
        at += bit;
    };
    for (const char character : text) {
        set(false);
        for (unsigned i = 0; i < 8; ++i)
            set((static_cast<unsigned>(character) >> i & 1U) != 0);
        if (parity)
            set(*parity);
        set(true);
    }
    return levelTrack(times, TrackLevel::High);
}

std::string textOf(const std::vector<Annotation>& said)
{
    std::string text;
    for (const Annotation& one : said)
        text += one.text.toStdString() + '|';
    return text;
}

} // namespace

TEST_CASE("packed records become changes of their tracks")
{
    SignalStore store;
    Track value = levelTrack({});
    value.kind = TrackKind::Value;
    store.reset({levelTrack({}), value}, 500);
    QByteArray packed;
    number(packed, 1000);
    number(packed, 0 << 2 | 1);
    number(packed, 300);
    number(packed, 1 << 2 | 3);
    const auto bits = std::bit_cast<std::uint64_t>(0.25);
    for (unsigned shift = 0; shift < 64; shift += 8)
        packed.append(static_cast<char>(bits >> shift));
    CHECK_FALSE(store.append(packed));
    CHECK(store.tracks()[0].times == std::vector<std::int64_t>{1000});
    CHECK(store.tracks()[0].levelAfter(1) == TrackLevel::High);
    CHECK(store.tracks()[1].values == std::vector<double>{0.25});
    CHECK(store.end() == 1300);
    CHECK(store.begin() == 500);
}

TEST_CASE("records that nobody packed do no harm")
{
    std::mt19937 random(7); // NOLINT: the same in each run
    for (int run = 0; run < 2000; ++run) {
        SignalStore store;
        store.reset({levelTrack({}), levelTrack({})}, 0);
        QByteArray bytes(static_cast<qsizetype>(random() % 64), '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random());
        static_cast<void>(store.append(bytes));
        for (const Track& track : store.tracks()) {
            REQUIRE(std::ranges::is_sorted(track.times));
            REQUIRE(track.times.size() == track.levels.size());
        }
    }
}

TEST_CASE("a column knows how it begins, how it ends and how often it changes")
{
    const Track track = levelTrack({10, 20, 21, 22, 95});
    const auto columns = levelColumns(track, 0, 10, 10);
    CHECK(columns[0].changes == 0);
    CHECK(columns[1].changes == 1); // 10
    CHECK(columns[1].end == TrackLevel::High);
    CHECK(columns[2].changes == 3); // 20, 21, 22
    CHECK(columns[3].begin == TrackLevel::Low);
    CHECK(columns[9].end == TrackLevel::High);
    CHECK(levelColumns(track, 1000, 10, 1)[0].begin == TrackLevel::High);
    CHECK(levelColumns(track, -100, 10, 1)[0].begin == TrackLevel::Low);
}

TEST_CASE("values have their extremes in each column")
{
    Track track = levelTrack({});
    track.kind = TrackKind::Value;
    track.firstValue = 1;
    track.times = {5, 6, 15};
    track.values = {4, -2, 3};
    const auto columns = valueColumns(track, 0, 10, 2);
    CHECK(columns[0].least == -2);
    CHECK(columns[0].most == 4);
    CHECK(columns[1].least == -2);
    CHECK(columns[1].end == 3);
}

TEST_CASE("extremes from afar are those of the values one by one")
{
    Track track{.kind = TrackKind::Value};
    std::mt19937 random(7);
    std::uniform_real_distribution<double> value(-1, 1);
    for (std::int64_t time = 1; time <= 5000; ++time)
        track.add(time, value(random));
    for (const std::int64_t begin : {0, 1, 255, 256, 300, 4999})
        for (const int length : {1, 255, 257, 1000, 5000}) {
            const auto column = valueColumns(track, begin, length, 1).at(0);
            double least = track.valueAfter(track.countUntil(begin - 1));
            double most = least;
            for (std::int64_t time = std::max<std::int64_t>(begin, 1);
                 time < std::min<std::int64_t>(begin + length, 5001); ++time) {
                least = std::min(least, track.values[static_cast<std::size_t>(time - 1)]);
                most = std::max(most, track.values[static_cast<std::size_t>(time - 1)]);
            }
            CHECK(column.least == least);
            CHECK(column.most == most);
        }
}

TEST_CASE("signals come back from a file as they were, and another file changes nothing")
{
    Track level = levelTrack({20, 20, 45});
    level.name = QStringLiteral("MT3620.GPIO8");
    Track brightness{
        .name = QStringLiteral("LED.brightness"), .kind = TrackKind::Value, .firstValue = 0.25};
    brightness.add(30, 0.5);
    SignalStore store;
    store.reset({level, brightness}, 10);
    store.setEnd(90);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("signals.vcd"));
    REQUIRE_FALSE(saveVcd(store, path));

    SignalStore loaded;
    REQUIRE_FALSE(loadVcd(loaded, path));
    CHECK(loaded.begin() == 10);
    CHECK(loaded.end() == 90);
    CHECK(loaded.records() == 4);
    const auto named = [&](const QString& name) {
        const auto found = std::ranges::find(loaded.tracks(), name, &Track::name);
        REQUIRE(found != loaded.tracks().end());
        return *found;
    };
    CHECK(named(level.name).firstLevel == TrackLevel::Low);
    CHECK(named(level.name).times == level.times);
    CHECK(named(level.name).levels == level.levels);
    CHECK(named(brightness.name).firstValue == 0.25);
    CHECK(named(brightness.name).times == brightness.times);
    CHECK(named(brightness.name).values == brightness.values);

    QFile broken(folder.filePath(QStringLiteral("broken.vcd")));
    REQUIRE(broken.open(QIODevice::WriteOnly));
    broken.write("no dump");
    broken.close();
    const auto trouble = loadVcd(loaded, broken.fileName());
    REQUIRE(trouble);
    CHECK(trouble->contains(broken.fileName()));
    CHECK(loadVcd(loaded, folder.filePath(QStringLiteral("none.vcd"))));
    CHECK(loaded.records() == 4);
}

TEST_CASE("one goes from change to change")
{
    const Track track = levelTrack({10, 20});
    CHECK(nextChange(track, 0) == 10);
    CHECK(nextChange(track, 10) == 20);
    CHECK(nextChange(track, 20) == std::nullopt);
    CHECK(previousChange(track, 20) == 10);
    CHECK(previousChange(track, 10) == std::nullopt);
    CHECK(durationText(1'500'000) == "1.5 ms");
    CHECK(durationText(-20) == "-20 ns");
}

TEST_CASE("a UART's bytes are read, and a missing stop bit is seen")
{
    constexpr std::int64_t kBit = 104'167; // 9600 baud
    CHECK(textOf(decodeUart(uartSays("Hi\n", kBit, 1'000'000), {.baudRate = 9600})) ==
          "48 'H'|69 'i'|0A|");
    const auto wrong =
        decodeUart(uartSays(std::string("\0\0\0", 3), kBit, 1'000'000), {.baudRate = 19'200});
    REQUIRE_FALSE(wrong.empty());
    CHECK(wrong.front().isError);
    CHECK(decodeUart(levelTrack({}), {.baudRate = 0}).empty());
}

TEST_CASE("a UART's parity is checked, in the formats that have it")
{
    constexpr std::int64_t kBit = 104'167;
    const UartFormat even{.baudRate = 9600, .parity = LineParity::Even};
    CHECK(textOf(decodeUart(uartSays("A", kBit, 0, false), even)) == "41 'A'|"); // two bits are set
    const auto wrong = decodeUart(uartSays("A", kBit, 0, true), even);
    REQUIRE(wrong.size() == 1);
    CHECK(wrong.front().isError);
    CHECK_FALSE(wrong.front().byte);
    CHECK(wrong.front().end - wrong.front().begin == 1'145'833); // eleven bits
    CHECK(textOf(decodeUart(uartSays("A", kBit, 0, true),
                            {.baudRate = 9600, .parity = LineParity::Odd})) == "41 'A'|");
}

TEST_CASE("I2C is read with its addresses and acknowledgements")
{
    std::int64_t now = 1000;
    bool clockLevel = true;
    bool dataLevel = true;
    std::vector<std::int64_t> clock;
    std::vector<std::int64_t> data;
    const auto setClock = [&](bool level) {
        if (std::exchange(clockLevel, level) != level)
            clock.push_back(now);
        now += 10;
    };
    const auto setData = [&](bool level) {
        if (std::exchange(dataLevel, level) != level)
            data.push_back(now);
        now += 10;
    };
    const auto bit = [&](bool level) {
        setData(level);
        setClock(true);
        setClock(false);
    };
    const auto byte = [&](unsigned value, bool isAcknowledged) {
        for (unsigned i = 8; i-- > 0;)
            bit((value >> i & 1U) != 0);
        bit(!isAcknowledged);
    };
    const auto start = [&] {
        setData(true);
        setClock(true);
        setData(false);
        setClock(false);
    };
    start();
    byte(0x76 << 1, true);
    byte(0xF7, true);
    start();
    byte(0x76 << 1 | 1, true);
    byte(0x80, false);
    setData(false);
    setClock(true);
    setData(true);
    CHECK(textOf(
              decodeI2c(levelTrack(clock, TrackLevel::High), levelTrack(data, TrackLevel::High))) ==
          "S|76 W A|F7 A|Sr|76 R A|80 N|P|");
}

TEST_CASE("SPI is read with the rising edge, and a pause begins anew")
{
    std::int64_t now = 0;
    std::vector<std::int64_t> clock;
    std::vector<std::int64_t> data;
    bool level = false;
    const auto bits = [&](unsigned value, unsigned count) {
        for (unsigned i = count; i-- > 0;) {
            const bool bit = (value >> i & 1U) != 0;
            if (std::exchange(level, bit) != bit)
                data.push_back(now);
            clock.push_back(now + 5);
            clock.push_back(now + 10);
            now += 10;
        }
    };
    bits(0xA5, 8);
    bits(0x5, 3); // called off
    now += 1000;
    bits(0x3C, 8);
    CHECK(textOf(decodeSpi(levelTrack(clock), levelTrack(data), nullptr, {})) == "A5|3C|");
}

TEST_CASE("SPI is read in each mode and order, while its chip is selected")
{
    // The data changes in front of the edge that takes it: the first one of a bit or the second.
    const auto says = [](unsigned value, unsigned mode) {
        const bool isIdleHigh = (mode & 2U) != 0;
        const std::int64_t phase = (mode & 1U) != 0 ? 5 : 0;
        std::vector<std::int64_t> clock;
        std::vector<std::int64_t> data;
        bool level = false;
        for (unsigned i = 8; i-- > 0;) {
            const std::int64_t begin = 100 + static_cast<std::int64_t>(8 - i) * 10;
            if (const bool bit = (value >> i & 1U) != 0; std::exchange(level, bit) != bit)
                data.push_back(begin + phase - 1);
            clock.push_back(begin);
            clock.push_back(begin + 5);
        }
        return std::pair(levelTrack(clock, isIdleHigh ? TrackLevel::High : TrackLevel::Low),
                         levelTrack(data));
    };
    for (unsigned mode = 0; mode < 4; ++mode) {
        CAPTURE(mode);
        const auto [clock, data] = says(0xB1, mode);
        CHECK(textOf(decodeSpi(clock, data, nullptr, {.mode = mode})) == "B1|");
        CHECK(textOf(decodeSpi(clock, data, nullptr,
                               {.mode = mode, .isLeastSignificantFirst = true})) == "8D|");
        const Track selected = levelTrack({50, 500}, TrackLevel::High);
        CHECK(textOf(decodeSpi(clock, data, &selected, {.mode = mode})) == "B1|");
        CHECK(decodeSpi(clock, data, &selected, {.mode = mode, .isSelectedHigh = true}).empty());
        const Track again = levelTrack({50, 132, 134, 500}, TrackLevel::High); // after three bits
        CHECK(decodeSpi(clock, data, &again, {.mode = mode}).empty());
    }
}

TEST_CASE("PWM is shown as spans of periods that are alike")
{
    std::vector<std::int64_t> times;
    const auto period = [&](std::int64_t at, std::int64_t length, std::int64_t high) {
        times.push_back(at);
        times.push_back(at + high);
        return at + length;
    };
    std::int64_t now = 0;
    for (int i = 0; i < 10; ++i)
        now = period(now, 1000, 250 + (i % 2)); // a little off
    for (int i = 0; i < 10; ++i)
        now = period(now, 1000, 500);
    const auto said = decodePwm(levelTrack(times), 0.01);
    CHECK(textOf(said) == "1 MHz 25.1 %|1 MHz 50.0 %|");
    CHECK(said.front().begin == 0);
    CHECK(said.front().end == 10'000);
    CHECK(decodePwm(levelTrack({0, 1}), 0.01).empty());
}

TEST_CASE("all decoders take nothing that is no level, and any choice that they offer")
{
    const Track clock = levelTrack({10, 20, 30, 40});
    for (const Decoder& decoder : allDecoders()) {
        CAPTURE(decoder.name.toStdString());
        const std::vector<const Track*> inputs(decoder.inputs.size(), &clock);
        std::size_t most = 1;
        for (const DecoderChoice& choice : decoder.choices)
            most = std::max(most, static_cast<std::size_t>(choice.values.size()));
        for (std::size_t which = 0; which < most; ++which) {
            std::vector<QString> choices;
            for (const DecoderChoice& choice : decoder.choices)
                choices.push_back(choice.values.value(
                    std::min<qsizetype>(static_cast<qsizetype>(which), choice.values.size() - 1)));
            for (const Annotation& one : decoder.decode(inputs, choices))
                CHECK(one.begin <= one.end);
        }
        std::vector<QString> nonsense(decoder.choices.size(), QStringLiteral("?"));
        CHECK_NOTHROW(decoder.decode(inputs, nonsense));
    }
}

TEST_CASE("PWM is measured over the last whole period")
{
    const Track track = levelTrack({0, 250, 1000, 1250, 2000});
    const auto sight = measurePwm(track, 2100);
    REQUIRE(sight);
    CHECK(sight->hertz == Approx(1e6));
    CHECK(sight->duty == Approx(0.25));
    CHECK_FALSE(measurePwm(track, 900));
}

} // namespace perisphere::studio_test
