// Solomon Systech SSD1306: a 128x64 monochrome display on I2C. Models its commands, the three
// addressing modes, mapping, inversion, contrast and scrolling. Leaves out the oscillator's, charge
// pump's and precharge settings, which show nothing.

#include "perisphere/bus/i2c.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "ssd1306_panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace perisphere::parts::ssd1306
{
namespace
{

using namespace ssd1306;

/// Fosc 370 kHz / (1 * 54 * 64): the frame time after a reset, which scrolling counts in.
constexpr engine::Duration kFrame{9'340'541};
/// Frames between two scroll steps, by their code.
constexpr std::array<int, 8> kScrollFrames = {5, 64, 128, 256, 3, 4, 25, 2};

class Ssd1306;
using Arguments = std::span<const std::uint8_t>;

/// A row of the command table (SSD1306 datasheet, table 9-1): codes `first` to `last`.
struct Command {
    std::uint8_t first;
    std::uint8_t last;
    std::uint8_t arguments;
    void (Ssd1306::*run)(std::uint8_t code, Arguments arguments);
};

class Ssd1306 final : public Part, public bus::I2cTarget
{
public:
    explicit Ssd1306(const PartSetup& setup)
        : Part(setup)
        , m_address(static_cast<std::uint8_t>(setup.configuration.number("address")))
        , m_port(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), *this)
        , m_scrollStep(scheduler(), "ssd1306.scroll", [this] { scrollStep(); })
    {
        m_panel.rotatedGlass = setup.configuration.flag("rotatedGlass");
    }

    [[nodiscard]] std::span<const std::uint8_t> pixels() const override
    {
        m_glass = m_panel.render();
        return m_glass;
    }

    bool start(std::uint8_t address, bus::I2cAccess /*access*/) override
    {
        m_expects = Expects::Control;
        return address == m_address;
    }

    bool write(std::uint8_t byte) override
    {
        switch (m_expects) {
        case Expects::Control:
            m_single = (byte & 0x80U) != 0; // Co: one byte, then a control byte again
            m_expects = (byte & 0x40U) != 0 ? Expects::Data : Expects::Command;
            return true;
        case Expects::Command:
            command(byte);
            break;
        case Expects::Data:
            m_panel.write(byte);
            m_dirty = true;
            break;
        }
        if (m_single)
            m_expects = Expects::Control;
        return true;
    }

    /// D6 of the status: display off. The other bits are not defined; modules give the part's
    /// number.
    std::uint8_t read() override { return m_panel.settings.on ? 0x03 : 0x43; }

    void stop() override
    {
        if (!m_dirty)
            return;
        m_dirty = false;
        m_on.set(m_panel.settings.on);
        m_inverted.set(m_panel.settings.inverted);
        m_contrast.set(m_panel.settings.contrast);
        m_image.bump();
    }

    void archiveState(StateArchive& archive) override
    {
        m_panel.archive(archive);
        std::vector<std::uint8_t> pending(m_pending.begin(), m_pending.end());
        archive.bytes("pendingCommand", pending);
        auto direction = static_cast<std::uint8_t>(m_scroll.direction);
        archive.integer("scrollDirection", direction);
        archive.integer("scrollFirstPage", m_scroll.pages.first);
        archive.integer("scrollLastPage", m_scroll.pages.last);
        archive.integer("scrollRows", m_scroll.rows);
        archive.integer("scrollFrames", m_scrollFrames);
        archive.timer("scrollStep", m_scrollStep);
        if (!archive.isRestoring())
            return;
        m_pending = pending;
        m_scrollFrames = std::max(2, m_scrollFrames);
        m_scroll.direction = static_cast<ScrollDirection>(std::min<std::uint8_t>(direction, 2));
        m_dirty = true;
        stop();
    }

private:
    enum class Expects : std::uint8_t { Control, Command, Data };
    static const std::array<Command, 26> kCommands;

    void command(std::uint8_t byte)
    {
        m_pending.push_back(byte);
        const std::uint8_t code = m_pending.front();
        const auto found =
            std::find_if(kCommands.begin(), kCommands.end(), [code](const Command& one) {
                return code >= one.first && code <= one.last;
            });
        if (found != kCommands.end() && m_pending.size() <= found->arguments)
            return;
        if (found != kCommands.end()) {
            (this->*found->run)(code, Arguments(m_pending).subspan(1));
            m_dirty = true;
        } else {
            reportUnmodelled(fmt::format("command {:02X}h", code));
        }
        m_pending.clear();
    }

    void nothing(std::uint8_t /*code*/, Arguments /*arguments*/) {}
    void setComPins(std::uint8_t /*code*/, Arguments arguments)
    {
        constexpr unsigned kAlternative = 0x12; // how glasses of 64 rows are wired
        if (arguments[0] != kAlternative)
            reportUnmodelled(
                fmt::format("COM pin configuration {:02X}h (command DAh)", arguments[0]));
    }
    void setColumnLow(std::uint8_t code, Arguments /*arguments*/)
    {
        m_panel.setPageColumn(
            static_cast<std::uint8_t>((m_panel.column() & 0xF0U) | (code & 0x0FU)));
    }
    void setColumnHigh(std::uint8_t code, Arguments /*arguments*/)
    {
        m_panel.setPageColumn(
            static_cast<std::uint8_t>((m_panel.column() & 0x0FU) | (code & 0x07U) << 4U));
    }
    void setAddressing(std::uint8_t /*code*/, Arguments arguments)
    {
        m_panel.addressing = static_cast<Addressing>(std::min(arguments[0] & 3, 2));
    }
    void setColumns(std::uint8_t /*code*/, Arguments arguments)
    {
        m_panel.setColumns({static_cast<std::uint8_t>(arguments[0] & 0x7FU),
                            static_cast<std::uint8_t>(arguments[1] & 0x7FU)});
    }
    void setPages(std::uint8_t /*code*/, Arguments arguments)
    {
        m_panel.setPages({static_cast<std::uint8_t>(arguments[0] & 7U),
                          static_cast<std::uint8_t>(arguments[1] & 7U)});
    }
    void setPage(std::uint8_t code, Arguments /*arguments*/) { m_panel.setPage(code & 7U); }
    void setStartLine(std::uint8_t code, Arguments /*arguments*/)
    {
        m_panel.settings.startLine = code & 0x3FU;
    }
    void setContrast(std::uint8_t /*code*/, Arguments arguments)
    {
        m_panel.settings.contrast = arguments[0];
    }
    void setRemap(std::uint8_t code, Arguments /*arguments*/)
    {
        m_panel.settings.mirroredColumns = (code & 1U) != 0;
    }
    void setAllLit(std::uint8_t code, Arguments /*arguments*/)
    {
        m_panel.settings.allLit = (code & 1U) != 0;
    }
    void setInverted(std::uint8_t code, Arguments /*arguments*/)
    {
        m_panel.settings.inverted = (code & 1U) != 0;
    }
    void setMultiplex(std::uint8_t /*code*/, Arguments arguments)
    {
        // Ratios below 16 are invalid.
        if ((arguments[0] & 0x3FU) >= 15)
            m_panel.settings.multiplex = static_cast<std::uint8_t>((arguments[0] & 0x3FU) + 1);
    }
    void setOn(std::uint8_t code, Arguments /*arguments*/)
    {
        m_panel.settings.on = (code & 1U) != 0;
    }
    void setScan(std::uint8_t code, Arguments /*arguments*/)
    {
        m_panel.settings.mirroredRows = (code & 8U) != 0;
    }
    void setOffset(std::uint8_t /*code*/, Arguments arguments)
    {
        m_panel.settings.offset = arguments[0] & 0x3FU;
    }
    void setScroll(std::uint8_t code, Arguments arguments)
    {
        const bool isVertical = code >= 0x29;
        const bool isRight = code == 0x26 || code == 0x29;
        m_scroll = {.direction = isRight ? ScrollDirection::Right : ScrollDirection::Left,
                    .pages = {static_cast<std::uint8_t>(arguments[1] & 7U),
                              static_cast<std::uint8_t>(arguments[3] & 7U)},
                    .rows = static_cast<std::uint8_t>(isVertical ? arguments[4] & 0x3FU : 0U)};
        m_scrollFrames = kScrollFrames.at(arguments[2] & 7U);
    }
    void setVerticalScroll(std::uint8_t /*code*/, Arguments arguments)
    {
        m_panel.verticalScrollTop = arguments[0] & 0x3FU;
        m_panel.verticalScrollRows = std::min<std::uint8_t>(arguments[1] & 0x7FU, kHeight);
    }
    void setScrolling(std::uint8_t code, Arguments /*arguments*/)
    {
        if (code == 0x2F && m_scroll.direction != ScrollDirection::None)
            m_scrollStep.setAfter(kFrame * m_scrollFrames);
        else
            m_scrollStep.cancel();
    }

    void scrollStep()
    {
        m_panel.scroll(m_scroll);
        m_image.bump();
        m_scrollStep.setAfter(kFrame * m_scrollFrames);
    }

    engine::BoolProperty m_on{properties(), engine::Access::Observable, "on",
                              "whether the panel gives light"};
    engine::BoolProperty m_inverted{properties(), engine::Access::Observable, "inverted",
                                    "whether unset pixels give light"};
    engine::IntegerProperty m_contrast{
        properties(), engine::Access::Observable, "contrast", "of 256 steps", 0x7F, "",
        {0, 255, 1}};
    engine::ImageProperty m_image{properties(),
                                  "image",
                                  "what the panel shows",
                                  {kWidth, kHeight, engine::PixelFormat::Mono1}};
    std::uint8_t m_address;
    bus::I2cPort m_port;
    Panel m_panel;
    Scroll m_scroll;
    int m_scrollFrames = kScrollFrames[0];
    engine::Timer m_scrollStep;
    Expects m_expects = Expects::Control;
    bool m_single = false;
    bool m_dirty = false;                // since the last STOP
    std::vector<std::uint8_t> m_pending; // a command whose arguments are not complete
    mutable std::array<std::uint8_t, kWidth * kHeight / 8> m_glass{}; // made when asked for
};

const std::array<Command, 26> Ssd1306::kCommands = {{
    {0x00, 0x0F, 0, &Ssd1306::setColumnLow},
    {0x10, 0x1F, 0, &Ssd1306::setColumnHigh},
    {0x20, 0x20, 1, &Ssd1306::setAddressing},
    {0x21, 0x21, 2, &Ssd1306::setColumns},
    {0x22, 0x22, 2, &Ssd1306::setPages},
    {0x26, 0x27, 6, &Ssd1306::setScroll},
    {0x29, 0x2A, 5, &Ssd1306::setScroll},
    {0x2E, 0x2F, 0, &Ssd1306::setScrolling},
    {0x40, 0x7F, 0, &Ssd1306::setStartLine},
    {0x81, 0x81, 1, &Ssd1306::setContrast},
    {0x8D, 0x8D, 1, &Ssd1306::nothing}, // charge pump
    {0xA0, 0xA1, 0, &Ssd1306::setRemap},
    {0xA3, 0xA3, 2, &Ssd1306::setVerticalScroll},
    {0xA4, 0xA5, 0, &Ssd1306::setAllLit},
    {0xA6, 0xA7, 0, &Ssd1306::setInverted},
    {0xA8, 0xA8, 1, &Ssd1306::setMultiplex},
    {0xAE, 0xAF, 0, &Ssd1306::setOn},
    {0xB0, 0xB7, 0, &Ssd1306::setPage},
    {0xC0, 0xC7, 0, &Ssd1306::setScan},
    {0xC8, 0xCF, 0, &Ssd1306::setScan},
    {0xD3, 0xD3, 1, &Ssd1306::setOffset},
    {0xD5, 0xD5, 1, &Ssd1306::nothing}, // clock divider and oscillator
    {0xD9, 0xD9, 1, &Ssd1306::nothing}, // precharge period
    {0xDA, 0xDA, 1, &Ssd1306::setComPins},
    {0xDB, 0xDB, 1, &Ssd1306::nothing}, // VCOMH deselect level
    {0xE3, 0xE3, 0, &Ssd1306::nothing}, // NOP
}};

constexpr PinHint kPins[] = {
    {"SCL", "I2C clock", 12.3, 26, PinRole::Shared},
    {"SDA", "I2C data", 14.8, 26, PinRole::Shared},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "ssd1306",
                                  .title = "SSD1306 display",
                                  .description =
                                      "A monochrome OLED display of 128 by 64 pixels on I2C",
                                  .configuration = R"({
        "address": {"type": "integer", "enum": [60, 61],
                    "description": "7-bit I2C address: 60 (0x3C) with SA0 low, else 61 (0x3D).",
                    "default": 60},
        "rotatedGlass": {"type": "boolean", "default": true,
                         "description": "Upright with commands A1h and C8h, as most modules are."}
    })",
                                  .drawing = {Shape::Display, 27, 27, "#102030", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Ssd1306>(setup);
                                  }};

} // namespace perisphere::parts::ssd1306
