// Microchip 24LC256: EEPROM of 32 KiB on I2C. Models byte and page write with the wrap inside a
// page of 64 bytes, the write cycle that no access is acknowledged in, random, current and
// sequential read, and the WP pin; contents last in the part's storage. Its A0 to A2 are the
// configured address.

#include "perisphere/bus/i2c.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"

#include <algorithm>
#include <vector>

namespace perisphere::parts::eeprom_24lc256
{
namespace
{

using namespace std::chrono_literals;

constexpr std::size_t kSize = 32 * 1024UL;
constexpr std::size_t kPage = 64;
constexpr engine::Duration kWriteCycle = 5ms; // TWC, at most

class Eeprom24lc256 final : public Part, public bus::I2cTarget
{
public:
    explicit Eeprom24lc256(PartSetup& setup)
        : Part(setup)
        , m_address(static_cast<std::uint8_t>(setup.configuration.number("address")))
        , m_contents(openContents(setup, kSize, 0xFF))
        , m_port(setup.context.buses.i2c(), pin("SCL"), pin("SDA"), *this)
        , m_written(scheduler(), "24lc256.written", [this] { written(); })
    {
        pin("WP").setPull(engine::Drive::pull(engine::kGround)); // not wired: writes are allowed
    }

    bool start(std::uint8_t address, bus::I2cAccess access) override
    {
        // Without a STOP nothing is written.
        m_data.clear();
        m_addressBytes = 0;
        m_isWriting = address == m_address && access == bus::I2cAccess::Write;
        return address == m_address && !m_written.isPending();
    }

    bool write(std::uint8_t byte) override
    {
        if (m_addressBytes < 2) {
            m_pointer = (m_pointer << 8U | byte) % kSize;
            ++m_addressBytes;
            return true;
        }
        if (m_data.size() < kPage) {
            m_data.push_back(byte);
            m_first = m_data.size() == 1 ? m_pointer : m_first;
        } else {
            // More than a page comes back to where it began.
            m_data[(m_pointer - m_first) % kPage] = byte;
        }
        m_pointer = m_pointer / kPage * kPage + (m_pointer + 1) % kPage;
        return true;
    }

    std::uint8_t read() override
    {
        const std::uint8_t byte = m_contents->bytes()[m_pointer];
        m_pointer = (m_pointer + 1) % kSize;
        return byte;
    }

    void stop() override
    {
        if (!std::exchange(m_isWriting, false) || m_data.empty())
            return;
        if (pin("WP").isHigh()) { // what was acknowledged is not kept
            m_data.clear();
            return;
        }
        const std::size_t page = m_first / kPage * kPage;
        for (std::size_t i = 0; i < m_data.size(); ++i)
            m_contents->bytes()[page + (m_first + i) % kPage] = m_data[i];
        m_data.clear();
        m_writtenPage = page;
        m_written.setAfter(kWriteCycle);
        m_busy.set(true);
        m_writes.set(m_writes.value() + 1);
    }

    void archiveState(StateArchive& archive) override
    {
        std::int64_t writes = m_writes.value();
        archive.integer("pointer", m_pointer);
        archive.integer("writtenPage", m_writtenPage);
        archive.integer("writes", writes);
        archive.timer("written", m_written);
        if (!archive.isRestoring())
            return;
        m_pointer %= kSize;
        m_writtenPage = m_writtenPage % kSize / kPage * kPage;
        m_writes.set(writes);
        m_busy.set(m_written.isPending());
    }

private:
    void written()
    {
        m_busy.set(false);
        if (auto committed = m_contents->commit(m_writtenPage, kPage); !committed)
            scheduler().fault(
                committed.error().during("keep the contents of EEPROM \"" + name() + "\""));
    }

    engine::BoolProperty m_busy{properties(), engine::Access::Observable, "busy",
                                "whether a write cycle is in progress"};
    engine::IntegerProperty m_writes{
        properties(), engine::Access::Observable, "writes", "write cycles so far", 0, "",
        {0, {}, {}}};
    std::uint8_t m_address;
    std::unique_ptr<StoredBytes> m_contents;
    bus::I2cPort m_port;
    engine::Timer m_written;
    std::size_t m_pointer = 0;
    std::size_t m_writtenPage = 0;
    // Of the access in progress.
    unsigned m_addressBytes = 0;
    bool m_isWriting = false;
    std::size_t m_first = 0;          // where the first byte goes
    std::vector<std::uint8_t> m_data; // from there on, around the page's end
};

constexpr PinHint kPins[] = {
    {"SDA", "I2C data", 4.9, 0.6, PinRole::Shared},
    {"SCL", "I2C clock", 4.9, 1.9, PinRole::Shared},
    {"WP", "write protect, active high", 4.9, 3.2, PinRole::Input},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "24lc256",
                                  .title = "24LC256 EEPROM",
                                  .description = "An EEPROM of 32 KiB on I2C whose contents last",
                                  .configuration = R"({
        "address": {"type": "integer", "minimum": 80, "maximum": 87,
                    "description": "7-bit I2C address: 80 (0x50) with A0 to A2 at ground.",
                    "default": 80}
    })",
                                  .drawing = {Shape::Chip, 4.9, 3.9, "#181818", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<Eeprom24lc256>(setup);
                                  }};

} // namespace perisphere::parts::eeprom_24lc256
