// A GPS receiver with NMEA 0183 output on a UART, as u-blox NEO-6 modules come: RMC, VTG, GGA, GSA
// and GSV once a second, UTC from a configured start and virtual time, position and quality as set.
// Leaves out commands on RX (NMEA, UBX), the time until a first fix, noise, the geoid (altitude is
// above it, its separation is given as 0) and the time pulse.

#include "nmea.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace perisphere::parts::gps
{
namespace
{

using namespace std::chrono_literals;

constexpr double kKilometresPerKnot = 1.852;
constexpr double kNoDilution = 99.99;  // of precision, without a fix
constexpr std::size_t kInSentence = 4; // satellites of a GSV

/// A satellite in the sky, which stands still.
struct Satellite {
    int number;
    int elevation; ///< degrees
    int azimuth;   ///< degrees
    int snr;       ///< dB Hz
};
/// The best ones first: so many of them are received as the property says.
constexpr std::array<Satellite, 12> kSky = {{{23, 71, 156, 47},
                                             {29, 58, 230, 45},
                                             {7, 49, 61, 44},
                                             {8, 44, 308, 43},
                                             {9, 38, 116, 41},
                                             {18, 33, 262, 40},
                                             {26, 29, 22, 38},
                                             {28, 24, 194, 37},
                                             {5, 20, 338, 35},
                                             {2, 15, 84, 33},
                                             {13, 11, 285, 30},
                                             {10, 8, 43, 27}}};

enum class Fix : std::uint8_t { ThreeDimensional, TwoDimensional, None }; // as the choices stand

/// Two digits of a text that the schema's pattern holds.
int numberAt(const std::string& text, std::size_t at, std::size_t digits)
{
    int number = 0;
    for (std::size_t i = at; i < at + digits; ++i)
        number = number * 10 + (text.at(i) - '0');
    return number;
}

class Gps final : public Part, public bus::UartReceiver
{
public:
    explicit Gps(PartSetup& setup)
        : Part(setup)
        , m_buses(setup.context.buses)
        , m_format{.baudRate = static_cast<std::uint32_t>(setup.configuration.number("baudRate"))}
        , m_port(setup.context.buses.uart(), pin("RX"), *this)
        , m_start(startOf(setup))
        , m_second(scheduler(), "gps.second", [this] { second(); })
        , m_sent(scheduler(), "gps.characterSent", [this] { characterSent(); })
    {
        pin("TX").setDrive(engine::Drive::strong(engine::kSupply3V3)); // an idle line is high
        waitForSecond();
    }

    void receive(std::span<const std::uint8_t> /*characters*/,
                 const bus::UartFormat& /*sentAs*/) override
    {
        reportUnmodelled("commands to the receiver on RX");
    }

    void archiveState(StateArchive& archive) override
    {
        std::string utc = m_utc.value();
        archive.text("queue", m_queue);
        archive.text("utc", utc);
        archive.timer("sent", m_sent);
        archive.timer("second", m_second);
        if (!archive.isRestoring())
            return;
        m_utc.set(utc);
        if (m_queue.empty())
            m_sent.cancel();
    }

private:
    using Seconds = std::chrono::sys_seconds;

    /// What the clock says at the begin of virtual time.
    static Seconds startOf(PartSetup& setup)
    {
        const std::string& text = setup.configuration.text("startTime");
        const std::chrono::year_month_day day{
            std::chrono::year(numberAt(text, 0, 4)),
            std::chrono::month(static_cast<unsigned>(numberAt(text, 5, 2))),
            std::chrono::day(static_cast<unsigned>(numberAt(text, 8, 2)))};
        const int hour = numberAt(text, 11, 2);
        const int minute = numberAt(text, 14, 2);
        const int second = numberAt(text, 17, 2);
        if (!day.ok() || hour > 23 || minute > 59 || second > 59) {
            setup.outcome = fail(
                Error{.code = ErrorCode::Invalid,
                      .message = fmt::format("\"startTime\" is \"{}\", which is no time", text),
                      .expected = "a date and time of day such as 2024-05-01T12:00:00Z"});
            return Seconds{};
        }
        return std::chrono::sys_days(day) + std::chrono::hours(hour) +
               std::chrono::minutes(minute) + std::chrono::seconds(second);
    }

    void waitForSecond()
    {
        const auto passed =
            std::chrono::floor<std::chrono::seconds>(scheduler().now().time_since_epoch());
        m_second.setAt(engine::VirtualTime(engine::Duration(passed + 1s)));
    }

    void second()
    {
        waitForSecond();
        const auto now = m_start + std::chrono::floor<std::chrono::seconds>(
                                       scheduler().now().time_since_epoch());
        const auto day = std::chrono::floor<std::chrono::days>(now);
        const std::chrono::year_month_day date(day);
        const std::chrono::hh_mm_ss time(now - day);
        const std::string clock = fmt::format("{:02}{:02}{:02}.00", time.hours().count(),
                                              time.minutes().count(), time.seconds().count());
        const std::string calendar = fmt::format("{:02}{:02}{:02}", unsigned{date.day()},
                                                 unsigned{date.month()}, int{date.year()} % 100);
        m_utc.set(fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int{date.year()},
                              unsigned{date.month()}, unsigned{date.day()}, time.hours().count(),
                              time.minutes().count(), time.seconds().count()));
        // A line too slow for all of it loses whole seconds.
        if (!m_queue.empty())
            return;
        m_queue = rmc(clock, calendar) + vtg() + gga(clock) + gsa() + gsv();
        m_sent.setAfter(m_format.characterTime());
    }

    void characterSent()
    {
        const auto character = static_cast<std::uint8_t>(m_queue.front());
        m_queue.erase(0, 1);
        if (!m_queue.empty())
            m_sent.setAfter(m_format.characterTime());
        m_buses.transmit(pin("TX"), character, m_format);
    }

    // The quality of the fix.

    [[nodiscard]] std::size_t received() const
    {
        return static_cast<std::size_t>(m_satellites.value());
    }
    /// Three satellites are needed for a place on the ground, four with its height.
    [[nodiscard]] Fix fix() const
    {
        const Fix best = received() >= 4   ? Fix::ThreeDimensional
                         : received() == 3 ? Fix::TwoDimensional
                                           : Fix::None;
        return std::max(best, static_cast<Fix>(m_fix.index()));
    }
    [[nodiscard]] bool hasFix() const { return fix() != Fix::None; }
    [[nodiscard]] std::size_t used() const { return hasFix() ? received() : 0; }
    /// Better with more satellites.
    [[nodiscard]] double horizontalDilution() const
    {
        return hasFix() ? std::max(0.8, 8.0 / static_cast<double>(used())) : kNoDilution;
    }
    [[nodiscard]] double verticalDilution() const
    {
        return fix() == Fix::ThreeDimensional ? 1.5 * horizontalDilution() : kNoDilution;
    }
    [[nodiscard]] double knots() const { return m_speed.value() / kKilometresPerKnot; }
    [[nodiscard]] double course() const
    {
        const double rounded = std::round(m_course.value() * 100) / 100;
        return rounded >= 360 ? 0 : rounded;
    }
    [[nodiscard]] std::string position() const
    {
        return hasFix()
                   ? nmeaLatitude(m_latitude.value()) + "," + nmeaLongitude(m_longitude.value())
                   : std::string(",,,");
    }

    // The sentences.

    [[nodiscard]] std::string rmc(const std::string& clock, const std::string& calendar) const
    {
        const std::string motion =
            hasFix() ? fmt::format("{:.3f},{:.2f}", knots(), course()) : std::string(",");
        return nmeaSentence(fmt::format("GPRMC,{},{},{},{},{},,,{}", clock, hasFix() ? 'A' : 'V',
                                        position(), motion, calendar, hasFix() ? 'A' : 'N'));
    }

    [[nodiscard]] std::string vtg() const
    {
        if (!hasFix())
            return nmeaSentence("GPVTG,,,,,,,,,N");
        return nmeaSentence(fmt::format("GPVTG,{:.2f},T,,M,{:.3f},N,{:.3f},K,A", course(), knots(),
                                        m_speed.value()));
    }

    [[nodiscard]] std::string gga(const std::string& clock) const
    {
        const std::string height =
            hasFix() ? fmt::format("{:.1f},M,0.0,M", m_altitude.value()) : std::string(",,,");
        return nmeaSentence(fmt::format("GPGGA,{},{},{},{:02},{:.2f},{},,", clock, position(),
                                        hasFix() ? 1 : 0, used(), horizontalDilution(), height));
    }

    [[nodiscard]] std::string gsa() const
    {
        const int mode = hasFix() ? fix() == Fix::ThreeDimensional ? 3 : 2 : 1;
        std::string body = fmt::format("GPGSA,A,{}", mode);
        for (std::size_t i = 0; i < kSky.size(); ++i)
            body += i < used() ? fmt::format(",{:02}", kSky.at(i).number) : ",";
        const double position = fix() == Fix::ThreeDimensional
                                    ? std::hypot(horizontalDilution(), verticalDilution())
                                    : kNoDilution;
        return nmeaSentence(fmt::format("{},{:.2f},{:.2f},{:.2f}", body, position,
                                        horizontalDilution(), verticalDilution()));
    }

    [[nodiscard]] std::string gsv() const
    {
        const std::size_t count =
            std::max<std::size_t>(1, (received() + kInSentence - 1) / kInSentence);
        std::string sentences;
        for (std::size_t sentence = 0; sentence < count; ++sentence) {
            std::string body = fmt::format("GPGSV,{},{},{:02}", count, sentence + 1, received());
            const std::size_t end = std::min(received(), (sentence + 1) * kInSentence);
            for (std::size_t i = sentence * kInSentence; i < end; ++i) {
                const Satellite& one = kSky.at(i);
                body += fmt::format(",{:02},{:02},{:03},{:02}", one.number, one.elevation,
                                    one.azimuth, one.snr);
            }
            sentences += nmeaSentence(body);
        }
        return sentences;
    }

    engine::NumberProperty m_latitude{
        properties(), engine::Access::Settable, "latitude", "north of the equator, WGS 84", 52.52,
        "°",          {-90, 90, 0.0001}};
    engine::NumberProperty m_longitude{
        properties(), engine::Access::Settable, "longitude", "east of Greenwich, WGS 84", 13.405,
        "°",          {-180, 180, 0.0001}};
    engine::NumberProperty m_altitude{
        properties(), engine::Access::Settable, "altitude", "above mean sea level", 34,
        "m",          {-500, 18'000, 0.1}};
    engine::NumberProperty m_speed{
        properties(), engine::Access::Settable, "speed", "over ground", 0, "km/h", {0, 1850, 0.1}};
    engine::NumberProperty m_course{properties(),
                                    engine::Access::Settable,
                                    "course",
                                    "over ground, clockwise from north",
                                    0,
                                    "°",
                                    {0, 360, 0.1}};
    engine::ChoiceProperty m_fix{properties(),
                                 engine::Access::Settable,
                                 "fix",
                                 "the best that the surroundings allow",
                                 {"3D", "2D", "none"}};
    engine::IntegerProperty m_satellites{
        properties(), engine::Access::Settable, "satellites", "that are received", 8, "",
        {0, 12, 1}};
    engine::TextProperty m_utc{properties(), engine::Access::Observable, "utc",
                               "of the latest second, as ISO 8601"};
    bus::Buses& m_buses;
    bus::UartFormat m_format;
    bus::UartPort m_port;
    Seconds m_start;
    engine::Timer m_second;
    engine::Timer m_sent;
    std::string m_queue; // to be sent
};

constexpr PinHint kPins[] = {
    {"TX", "sends the sentences", 0, 9, PinRole::Output},
    {"RX", "receives commands", 0, 6.5, PinRole::Input},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "gps",
    .title = "GPS receiver",
    .description = "A satellite navigation receiver with NMEA output on a UART",
    .configuration = R"({
        "baudRate": {"type": "integer", "enum": [4800, 9600, 19200, 38400, 57600, 115200],
                     "description": "Bits per second.", "default": 9600},
        "startTime": {"type": "string",
                      "pattern": "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
                      "description": "UTC when virtual time begins: 2024-05-01T12:00:00Z.",
                      "default": "2024-01-01T00:00:00Z"}
    })",
    .drawing = {Shape::Chip, 16, 12.2, "#c0c4c8", kPins},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> { return std::make_unique<Gps>(setup); }};

} // namespace perisphere::parts::gps
