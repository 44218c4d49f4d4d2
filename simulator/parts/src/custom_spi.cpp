// An SPI target that a program of the user's plays, as custom_i2c.cpp does on I2C. Without a
// program nobody drives MISO.

#include "perisphere/parts/part_type.hpp"
#include "program_connection.hpp"

namespace perisphere::parts::custom_spi
{
namespace
{

class CustomSpi final : public Part, public bus::SpiTarget
{
public:
    explicit CustomSpi(const PartSetup& setup)
        : Part(setup)
        , m_program(properties(), setup.configuration)
        , m_port(setup.context.buses.spi(), {pin("SCLK"), pin("MOSI"), pin("MISO"), pin("CS")},
                 *this)
        , m_selectWatch(pin("CS").onLevel([this](const engine::PinChange& change) {
            if (change.isFalling())
                tell("spi.select");
            if (change.isRising())
                tell("spi.deselect");
        }))
    {
        pin("CS").setPull(engine::Drive::pull(engine::kSupply3V3));
    }

    [[nodiscard]] ProgramPort* programPort() override { return &m_program; }

    std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& shift) override
    {
        return m_program.askByte(
            "spi.exchange",
            {{"byte", mosi}, {"mode", static_cast<int>(shift.mode)}, {"hertz", shift.hertz}});
    }

private:
    void tell(std::string_view method)
    {
        m_program.tell(method, {{"time", engine::toNanoseconds(scheduler().now())}});
    }

    ProgramConnection m_program;
    bus::SpiPort m_port;
    engine::Subscription m_selectWatch;
};

constexpr PinHint kPins[] = {
    {"CS", "chip select, active low", 0, 0.5, PinRole::Input},
    {"SCLK", "SPI clock", 0, 1.5, PinRole::Input},
    {"MOSI", "SPI data in", 2, 0.5, PinRole::Input},
    {"MISO", "SPI data out", 2, 1.5, PinRole::Shared},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "custom-spi",
                                  .title = "Custom SPI target",
                                  .description = "A target on SPI that a program of yours plays",
                                  .configuration = R"({
        "timeout": {"type": "number", "minimum": 0.01, "maximum": 60,
                    "description": "Seconds of the host's time that the program has for an answer.",
                    "default": 2}
    })",
                                  .drawing = {Shape::Chip, 2, 2, "#30404a", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<CustomSpi>(setup);
                                  }};

} // namespace perisphere::parts::custom_spi
