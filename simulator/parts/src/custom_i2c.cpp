// An I2C target that a program of the user's plays: what is on the bus goes to the program, what
// the program answers goes on the bus (docs/simulator/custom-parts.md). Without a program nobody
// acknowledges. Leaves out general call, 10-bit addresses and clock stretching.

#include "perisphere/parts/part_type.hpp"
#include "program_connection.hpp"

namespace perisphere::parts::custom_i2c
{
namespace
{

class CustomI2c final : public Part, public bus::I2cTarget
{
public:
    explicit CustomI2c(const PartSetup& setup)
        : Part(setup)
        , m_program(properties(), setup.configuration)
        , m_address(static_cast<std::uint8_t>(setup.configuration.number("address")))
        , m_port(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), *this)
    {
    }

    [[nodiscard]] ProgramPort* programPort() override { return &m_program; }

    bool start(std::uint8_t address, bus::I2cAccess access) override
    {
        return address == m_address &&
               m_program.askAcknowledge(
                   "i2c.start", {{"address", address},
                                 {"access", access == bus::I2cAccess::Read ? "read" : "write"},
                                 {"time", now()}});
    }
    bool write(std::uint8_t byte) override
    {
        return m_program.askAcknowledge("i2c.write", {{"byte", byte}});
    }
    std::uint8_t read() override { return m_program.askByte("i2c.read", json::Value::object()); }
    void stop() override { m_program.tell("i2c.stop", {{"time", now()}}); }

private:
    [[nodiscard]] std::int64_t now() const { return engine::toNanoseconds(scheduler().now()); }

    ProgramConnection m_program;
    std::uint8_t m_address;
    bus::I2cPort m_port;
};

constexpr PinHint kPins[] = {
    {"SCL", "I2C clock", 0, 0.5, PinRole::Shared},
    {"SDA", "I2C data", 0, 1.5, PinRole::Shared},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "custom-i2c",
                                  .title = "Custom I2C target",
                                  .description = "A target on I2C that a program of yours plays",
                                  .configuration = R"({
        "address": {"type": "integer", "minimum": 8, "maximum": 119,
                    "description": "7-bit I2C address.", "default": 68},
        "timeout": {"type": "number", "minimum": 0.01, "maximum": 60,
                    "description": "Seconds of the host's time that the program has for an answer.",
                    "default": 2}
    })",
                                  .drawing = {Shape::Chip, 2, 2, "#30404a", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<CustomI2c>(setup);
                                  }};

} // namespace perisphere::parts::custom_i2c
