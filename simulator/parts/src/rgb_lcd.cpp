// Seeed Grove LCD RGB Backlight, versions 1 to 4: two lines of 16 characters by an AiP31068L, which
// has the instructions of an HD44780, on I2C at 3Eh, and a PCA9632 (or PCA9633) for the colour of
// its backlight at 62h. Models instructions, both memories, shifts, cursor, and the time of clear
// and home; brightness, group dimming and blinking, auto-increment, sleep, all-call and
// subaddresses. Leaves out tall characters, software reset by address 03h, and INVRT. Version 5 has
// another chip for its backlight.

#include "character_display.hpp"
#include "perisphere/bus/i2c.hpp"
#include "perisphere/engine/property.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace perisphere::parts::rgb_lcd
{
namespace
{

using namespace std::chrono_literals;

constexpr std::uint8_t kTextAddress = 0x3E;
constexpr std::uint8_t kLightAddress = 0x62;
constexpr engine::Duration kSlowInstruction = 1530us; // clear and home

/// The PCA9632 with red on LED2, green on LED1 and blue on LED0.
class Backlight final : public bus::I2cTarget
{
public:
    explicit Backlight(CharacterDisplay::Report report, engine::MoveOnlyFunction<void()> changed)
        : m_report(std::move(report))
        , m_changed(std::move(changed))
    {
    }

    bool start(std::uint8_t address, bus::I2cAccess access) override
    {
        m_expectsControl = access == bus::I2cAccess::Write;
        if (address == kLightAddress)
            return true;
        // SUB1 to SUB3 and ALLCALL, with their addresses in the registers of the same order.
        for (unsigned i = 0; i < 4; ++i)
            if ((m_registers[MODE1] >> (3U - i) & 1U) != 0 &&
                m_registers.at(SUBADR1 + i) >> 1U == address)
                return access == bus::I2cAccess::Write; // there is no one who answers for all
        return false;
    }

    bool write(std::uint8_t byte) override
    {
        if (m_expectsControl) {
            m_expectsControl = false;
            m_increment = byte >> 5U;
            m_at = byte & 0x0FU;
            return true;
        }
        if (m_at >= m_registers.size())
            return false;
        if (m_at == MODE2 && (byte & kInverted) != 0)
            m_report("INVRT of the backlight (register 01h)");
        const unsigned writable = m_at == MODE1 ? 0x1FU : 0xFFU;
        m_registers.at(m_at) = static_cast<std::uint8_t>(byte & writable);
        countUp();
        return true;
    }

    std::uint8_t read() override
    {
        if (m_at >= m_registers.size())
            return 0xFF;
        const unsigned flags = m_at == MODE1 ? unsigned{m_increment} << 5U : 0U;
        const auto value = static_cast<std::uint8_t>(m_registers.at(m_at) | flags);
        countUp();
        return value;
    }

    void stop() override { m_changed(); }

    /// While it is on, of a blinking one.
    [[nodiscard]] engine::Colour colour() const { return {level(2), level(1), level(0)}; }
    /// In seconds; 0: it does not blink.
    [[nodiscard]] double blinkPeriod() const
    {
        return blinks() ? (m_registers[GRPFREQ] + 1) / 24.0 : 0;
    }
    /// The share of the period with light.
    [[nodiscard]] double blinkDuty() const { return blinks() ? m_registers[GRPPWM] / 256.0 : 1; }

    void archive(StateArchive& archive)
    {
        archive.registers("backlight", m_registers);
        archive.integer("backlightAt", m_at);
        archive.integer("backlightIncrement", m_increment);
    }

private:
    enum Register : std::uint8_t {
        MODE1 = 0x00,
        MODE2 = 0x01,
        PWM0 = 0x02,
        PWM3 = 0x05,
        GRPPWM = 0x06,
        GRPFREQ = 0x07,
        LEDOUT = 0x08,
        SUBADR1 = 0x09,
        ALLCALLADR = 0x0C,
    };
    static constexpr unsigned kSleep = 1U << 4U;    // MODE1
    static constexpr unsigned kBlinking = 1U << 5U; // DMBLNK of MODE2
    static constexpr unsigned kInverted = 1U << 4U; // INVRT of MODE2
    enum class Output : std::uint8_t { Off, On, Individual, Group };

    /// By the auto-increment flags: one register, all, the brightnesses, the group's, or both.
    void countUp()
    {
        const bool ofLights = m_increment == 5 || m_increment == 7;
        const bool ofGroup = m_increment == 6 || m_increment == 7;
        if ((m_increment & 4U) == 0)
            return;
        const std::uint8_t first = ofLights ? PWM0 : ofGroup ? GRPPWM : MODE1;
        const std::uint8_t last = ofGroup ? GRPFREQ : ofLights ? PWM3 : ALLCALLADR;
        m_at = m_at == last ? first : static_cast<std::uint8_t>(m_at + 1);
    }

    [[nodiscard]] Output output(unsigned led) const
    {
        return static_cast<Output>(m_registers[LEDOUT] >> (2 * led) & 3U);
    }
    [[nodiscard]] bool blinks() const
    {
        const bool usesGroup =
            output(0) == Output::Group || output(1) == Output::Group || output(2) == Output::Group;
        return usesGroup && (m_registers[MODE2] & kBlinking) != 0;
    }
    [[nodiscard]] std::uint8_t level(unsigned led) const
    {
        const Output how = output(led);
        const unsigned own = m_registers.at(PWM0 + led);
        if (how == Output::On)
            return 0xFF;
        if (how == Output::Off || (m_registers[MODE1] & kSleep) != 0) // no oscillator, no PWM
            return 0;
        if (how == Output::Individual || blinks())
            return static_cast<std::uint8_t>(own);
        return static_cast<std::uint8_t>(own * m_registers[GRPPWM] / 256U);
    }

    CharacterDisplay::Report m_report;
    engine::MoveOnlyFunction<void()> m_changed;
    std::array<std::uint8_t, 13> m_registers = {0x11, 0x05, 0,    0,    0,    0,   0xFF,
                                                0,    0,    0xE2, 0xE4, 0xE8, 0xE0};
    std::uint8_t m_at = 0;
    std::uint8_t m_increment = 0; // AI2 to AI0
    bool m_expectsControl = false;
};

class RgbLcd final : public Part, public bus::I2cTarget
{
public:
    explicit RgbLcd(const PartSetup& setup)
        : Part(setup)
        , m_display([this](std::string_view what) { reportUnmodelled(what); })
        , m_backlight([this](std::string_view what) { reportUnmodelled(what); },
                      [this] { showLight(); })
        , m_textPort(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), *this)
        , m_lightPort(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), m_backlight)
    {
        showText();
    }

    // The AiP31068L. It only listens.

    bool start(std::uint8_t address, bus::I2cAccess access) override
    {
        m_expects = Expects::Control;
        return address == kTextAddress && access == bus::I2cAccess::Write;
    }

    bool write(std::uint8_t byte) override
    {
        if (m_expects == Expects::Control) {
            m_single = (byte & 0x80U) != 0; // Co: one byte, then a control byte again
            m_expects = (byte & 0x40U) != 0 ? Expects::Data : Expects::Instruction; // RS
            return true;
        }
        if (scheduler().now() < m_busyUntil)
            m_lost.set(m_lost.value() + 1); // as the chip does: the driver has to wait
        else if (m_expects == Expects::Data)
            m_display.write(byte);
        else
            instruct(byte);
        if (m_single)
            m_expects = Expects::Control;
        return true;
    }

    std::uint8_t read() override { return 0xFF; }

    void stop() override { showText(); }

    void archiveState(StateArchive& archive) override
    {
        std::int64_t lost = m_lost.value();
        std::int64_t busyFor = std::max<std::int64_t>(0, (m_busyUntil - scheduler().now()).count());
        m_display.archive(archive);
        m_backlight.archive(archive);
        archive.integer("lost", lost);
        archive.integer("busyFor", busyFor);
        if (!archive.isRestoring())
            return;
        m_busyUntil = engine::later(scheduler().now(), engine::Duration(busyFor));
        m_lost.set(lost);
        showText();
        showLight();
    }

private:
    enum class Expects : std::uint8_t { Control, Instruction, Data };

    void instruct(std::uint8_t instruction)
    {
        m_display.instruct(instruction);
        if (CharacterDisplay::isSlow(instruction))
            m_busyUntil = engine::later(scheduler().now(), kSlowInstruction);
    }

    void showText()
    {
        const CharacterDisplay::Cursor cursor = m_display.cursor();
        const std::size_t looks =
            (m_display.hasCursor() ? 1U : 0U) | (m_display.blinks() ? 2U : 0U);
        m_on.set(m_display.isOn());
        m_line1.set(m_display.text(0));
        m_line2.set(m_display.text(1));
        m_cursor.set(m_display.isOn() ? looks : 0);
        m_cursorLine.set(cursor.line);
        m_cursorColumn.set(cursor.column);
        engine::ByteArray patterns;
        for (const std::uint8_t row : m_display.patterns())
            patterns.push_back(std::byte{row});
        m_patterns.set(std::move(patterns));
    }

    void showLight()
    {
        m_colour.set(m_backlight.colour());
        m_blinkPeriod.set(m_backlight.blinkPeriod());
        m_blinkDuty.set(m_backlight.blinkDuty());
    }

    engine::BoolProperty m_on{properties(), engine::Access::Observable, "on",
                              "whether characters are shown"};
    engine::TextProperty m_line1{properties(), engine::Access::Observable, "line1",
                                 "what the upper line shows, without spaces at its end"};
    engine::TextProperty m_line2{properties(), engine::Access::Observable, "line2",
                                 "what the lower line shows, without spaces at its end"};
    engine::ChoiceProperty m_cursor{properties(),
                                    engine::Access::Observable,
                                    "cursor",
                                    "how the cursor looks",
                                    {"hidden", "line", "block", "line and block"}};
    engine::IntegerProperty m_cursorLine{
        properties(), engine::Access::Observable, "cursorLine", "of the cursor, from 0", 0, "",
        {0, 1, {}}};
    engine::IntegerProperty m_cursorColumn{properties(),
                                           engine::Access::Observable,
                                           "cursorColumn",
                                           "of the cursor, from 0; -1 when it is not on the glass",
                                           0,
                                           "",
                                           {-1, 15, {}}};
    engine::BytesProperty m_patterns{properties(), engine::Access::Observable, "patterns",
                                     "of the eight characters in CGRAM, eight rows each"};
    engine::ColourProperty m_colour{properties(), engine::Access::Observable, "colour",
                                    "of the backlight"};
    engine::NumberProperty m_blinkPeriod{properties(),
                                         engine::Access::Observable,
                                         "blinkPeriod",
                                         "of the backlight, 0 when it does not blink",
                                         0,
                                         "s",
                                         {0, {}, {}}};
    engine::NumberProperty m_blinkDuty{properties(),
                                       engine::Access::Observable,
                                       "blinkDuty",
                                       "share of the blink period with light",
                                       1,
                                       "",
                                       {0, 1, {}}};
    engine::IntegerProperty m_lost{properties(),
                                   engine::Access::Observable,
                                   "lost",
                                   "bytes that came while clear or home was in progress",
                                   0,
                                   "",
                                   {0, {}, {}}};
    CharacterDisplay m_display;
    Backlight m_backlight;
    bus::I2cPort m_textPort;
    bus::I2cPort m_lightPort;
    engine::VirtualTime m_busyUntil{};
    Expects m_expects = Expects::Control;
    bool m_single = false;
};

constexpr PinHint kPins[] = {
    {"SCL", "I2C clock", 0, 14, PinRole::Shared},
    {"SDA", "I2C data", 0, 16, PinRole::Shared},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {
    .name = "rgb-lcd",
    .title = "LCD with RGB backlight",
    .description = "A display of two lines of 16 characters with a coloured backlight, on I2C",
    .configuration = "{}",
    .drawing = {Shape::Display, 83, 44, "#106030", kPins},
    .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
        return std::make_unique<RgbLcd>(setup);
    }};

} // namespace perisphere::parts::rgb_lcd
