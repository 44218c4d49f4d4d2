// An SD card (SDHC, addressed by blocks) on SPI, in a socket with a card-detect contact. Models
// initialisation, registers, single and multiple block reads and writes with their times, tokens
// and errors, checksums, busy, and taking the card out; contents last in the part's storage. Leaves
// out the SD bus modes, erase, lock, write protection, CMD1 and CMD6, the 74 clocks before CMD0
// (the card hears nothing while it is not selected), and wear.

#include "perisphere/bus/spi.hpp"
#include "perisphere/engine/timer.hpp"
#include "perisphere/parts/part_type.hpp"
#include "perisphere/parts/state_archive.hpp"
#include "sd_crc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace perisphere::parts::sd_card
{
namespace
{

using namespace std::chrono_literals;

class SdCard;

constexpr std::size_t kBlock = 512;
constexpr std::size_t kCapacityUnit = 512 * 1024UL; // of C_SIZE
constexpr std::uint8_t kNothing = 0xFF;             // a line that is high

// Of a card of middling speed.
constexpr engine::Duration kInitialisation = 100ms; // from the first ACMD41 on
constexpr engine::Duration kReadAccess = 300us;     // to the first block
constexpr engine::Duration kProgramTime = 1ms;      // of a block
constexpr engine::Duration kStopTime = 100us;       // after the last block of several

// Physical Layer Simplified Specification 3.01, section 7.3.
enum R1 : std::uint8_t {
    InIdleState = 1U << 0U,
    IllegalCommand = 1U << 2U,
    ComCrcError = 1U << 3U,
    ParameterError = 1U << 6U,
};
constexpr std::uint8_t kOutOfRange = 1U << 7U; // of the second byte of R2

enum Token : std::uint8_t {
    OutOfRangeError = 0x08, // instead of a block that is read
    StartBlock = 0xFE,
    StartOfSeveral = 0xFC, // CMD25
    StopTransmission = 0xFD,
};
// Data responses; their upper three bits are not defined and mostly set.
constexpr std::uint8_t kAccepted = 0xE5;
constexpr std::uint8_t kCrcError = 0xEB;
constexpr std::uint8_t kWriteError = 0xED;

constexpr std::uint32_t kVoltages = 0x00FF8000; // OCR: 2.7 to 3.6 V
constexpr std::uint32_t kPoweredUp = 1U << 31U;
constexpr std::uint32_t kCcs = 1U << 30U; // and HCS of ACMD41

/// A row of the command table.
struct Command {
    std::uint8_t index;
    bool isApplication; ///< ACMD: after CMD55
    bool inIdle;        ///< also before the card is initialised
    void (SdCard::*run)(std::uint32_t argument);
};

/// What real cards have and this one does not.
constexpr std::array<std::uint8_t, 13> kLeftOut = {1,  6,  20, 23, 27, 28, 29,
                                                   30, 32, 33, 38, 42, 56};

class SdCard final : public Part, public bus::SpiTarget
{
public:
    explicit SdCard(PartSetup& setup)
        : Part(setup)
        , m_size(static_cast<std::size_t>(setup.configuration.number("mebibytes")) * 1024 * 1024)
        , m_contents(openContents(setup, m_size, 0x00))
        , m_port(setup.context.buses.spi(), {pin("SCLK"), pin("DI"), pin("DO"), pin("CS")}, *this)
        , m_initialised(scheduler(), "sd-card.initialised", [this] { m_isIdle = false; })
        , m_programmed(scheduler(), "sd-card.programmed", [this] { programmed(); })
        , m_selectWatch(pin("CS").onLevel([this](const engine::PinChange& change) {
            if (change.isRising())
                deselect();
        }))
        , m_insertedWatch(
              m_inserted.onChange([this](const engine::PropertyChange&) { powerOff(); }))
    {
        pin("CS").setPull(engine::Drive::pull(engine::kSupply3V3));
        powerOff();
    }

    std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& shift) override
    {
        if (!m_inserted.value())
            return kNothing;
        if (shift.mode != bus::SpiMode::Mode0 && shift.mode != bus::SpiMode::Mode3) {
            reportUnmodelled("what happens in SPI modes 1 and 2");
            return kNothing;
        }
        const std::uint8_t miso = output();
        input(mosi);
        return miso;
    }

    void archiveState(StateArchive& archive) override
    {
        auto phase = static_cast<std::uint8_t>(m_phase);
        std::int64_t readyIn = std::max<std::int64_t>(0, (m_readyAt - scheduler().now()).count());
        std::int64_t reads = m_reads.value();
        std::int64_t writes = m_writes.value();
        m_output.erase(m_output.begin(), m_output.begin() + static_cast<std::ptrdiff_t>(m_sent));
        m_sent = 0;
        archive.flag("spiMode", m_isSpi);
        archive.flag("idle", m_isIdle);
        archive.flag("knowsVersion2", m_knowsVersion2);
        archive.flag("checksCrc", m_checksCrc);
        archive.flag("applicationCommand", m_isApplication);
        archive.integer("status", m_status);
        archive.integer("phase", phase);
        archive.flag("several", m_isSeveral);
        archive.integer("block", m_block);
        archive.integer("wellWritten", m_wellWritten);
        archive.integer("readyIn", readyIn);
        archive.bytes("output", m_output);
        archive.bytes("frame", m_frame);
        archive.bytes("data", m_data);
        archive.flag("receivesData", m_receivesData);
        archive.integer("blocksRead", reads);
        archive.integer("blocksWritten", writes);
        archive.timer("initialised", m_initialised);
        archive.timer("programmed", m_programmed);
        if (!archive.isRestoring())
            return;
        m_phase = static_cast<Phase>(std::min<std::uint8_t>(phase, 2));
        m_readyAt = engine::later(scheduler().now(), engine::Duration(readyIn));
        m_frame.resize(std::min(m_frame.size(), kFrame - 1));
        // Between a block's end and its programming the data is whole, and has a place.
        const bool isProgramming = m_programmed.isPending() && !m_data.empty();
        m_data.resize(isProgramming ? kBlock + 2 : std::min(m_data.size(), kBlock + 1));
        m_block = std::min(m_block, isProgramming ? blocks() - 1 : blocks());
        m_reads.set(reads);
        m_writes.set(writes);
        m_busy.set(isBusy());
    }

private:
    enum class Phase : std::uint8_t { Ready, Reading, Writing };
    static constexpr std::size_t kFrame = 6; // bytes of a command
    static const std::array<Command, 18> kCommands;

    [[nodiscard]] std::uint64_t blocks() const { return m_size / kBlock; }
    [[nodiscard]] bool isBusy() const { return m_programmed.isPending(); }

    /// A card that was put in, or is out.
    void powerOff()
    {
        m_isSpi = false;
        restart();
        // The socket's contact is closed by the card.
        pin("CD").setDrive(
            engine::digitalDrive(engine::OutputMode::OpenDrain, !m_inserted.value()));
    }
    void restart()
    {
        m_isIdle = true;
        m_knowsVersion2 = false;
        m_checksCrc = false;
        m_isApplication = false;
        m_status = 0;
        m_phase = Phase::Ready;
        m_output.clear();
        m_sent = 0;
        m_frame.clear();
        m_data.clear();
        m_receivesData = false;
        m_initialised.cancel();
        m_programmed.cancel(); // what was being written is lost
        m_busy.set(false);
    }

    /// Cards go on with their data when they are selected again, which the specification does not
    /// promise.
    void deselect()
    {
        m_frame.clear();
        if (m_sent < m_output.size() || m_phase == Phase::Reading || m_receivesData)
            reportUnmodelled("chip select that rises inside a transaction (the card goes on)");
    }

    // What the card says.

    std::uint8_t output()
    {
        if (m_sent == m_output.size() && m_phase == Phase::Reading &&
            scheduler().now() >= m_readyAt)
            queueBlock();
        if (m_sent < m_output.size())
            return m_output[m_sent++];
        m_output.clear();
        m_sent = 0;
        return isBusy() ? 0x00 : kNothing;
    }

    void say(std::uint8_t byte) { m_output.push_back(byte); }
    void say32(std::uint32_t word)
    {
        for (int shift = 24; shift >= 0; shift -= 8)
            say(static_cast<std::uint8_t>(word >> shift));
    }
    void sayData(std::span<const std::uint8_t> data)
    {
        const std::uint16_t crc = sdCrc16(data);
        say(kNothing);
        say(StartBlock);
        m_output.insert(m_output.end(), data.begin(), data.end());
        say(static_cast<std::uint8_t>(crc >> 8U));
        say(static_cast<std::uint8_t>(crc));
    }
    /// R1, after the byte that a card takes at least (NCR).
    void respond(unsigned flags = 0)
    {
        say(kNothing);
        say(static_cast<std::uint8_t>(flags | (m_isIdle ? unsigned{InIdleState} : 0U)));
    }

    void queueBlock()
    {
        m_output.clear();
        m_sent = 0;
        if (m_block >= blocks()) {
            say(kNothing);
            say(OutOfRangeError);
            m_status |= kOutOfRange;
            m_phase = Phase::Ready;
            return;
        }
        sayData(m_contents->bytes().subspan(m_block * kBlock, kBlock));
        m_reads.set(m_reads.value() + 1);
        ++m_block;
        if (!m_isSeveral)
            m_phase = Phase::Ready;
    }

    // What the card hears.

    void input(std::uint8_t byte)
    {
        if (isBusy())
            return;
        if (m_receivesData)
            return receiveData(byte);
        if (m_frame.empty() && m_phase == Phase::Writing && beginData(byte))
            return;
        const bool isCommand = (byte & 0xC0U) == 0x40;
        if (m_frame.empty() && !isCommand)
            return;
        m_frame.push_back(byte);
        if (m_frame.size() < kFrame)
            return;
        const std::vector<std::uint8_t> frame = std::exchange(m_frame, {});
        execute(frame);
    }

    bool beginData(std::uint8_t token)
    {
        if (token == (m_isSeveral ? StartOfSeveral : StartBlock)) {
            m_data.clear();
            m_receivesData = true;
            return true;
        }
        if (!m_isSeveral || token != StopTransmission)
            return false;
        m_phase = Phase::Ready;
        say(kNothing); // a byte until it is busy
        program(kStopTime);
        return true;
    }

    void receiveData(std::uint8_t byte)
    {
        m_data.push_back(byte);
        if (m_data.size() < kBlock + 2)
            return;
        m_receivesData = false;
        if (!m_isSeveral)
            m_phase = Phase::Ready;
        const unsigned crc = unsigned{m_data[kBlock]} << 8U | m_data[kBlock + 1];
        const bool isWrong = m_checksCrc && crc != sdCrc16(std::span(m_data).first(kBlock));
        if (isWrong || m_block >= blocks()) {
            say(isWrong ? kCrcError : kWriteError);
            if (!isWrong)
                m_status |= kOutOfRange;
            m_data.clear();
            return;
        }
        say(kAccepted);
        program(kProgramTime);
    }

    void program(engine::Duration time)
    {
        m_programmed.setAfter(time);
        m_busy.set(true);
    }

    void programmed()
    {
        m_busy.set(false);
        if (m_data.empty()) // only the end of several
            return;
        const std::size_t at = m_block * kBlock;
        std::copy_n(m_data.begin(), kBlock, m_contents->bytes().subspan(at).begin());
        m_data.clear();
        ++m_block;
        ++m_wellWritten;
        m_writes.set(m_writes.value() + 1);
        if (auto committed = m_contents->commit(at, kBlock); !committed)
            scheduler().fault(
                committed.error().during("keep the contents of SD card \"" + name() + "\""));
    }

    void execute(std::span<const std::uint8_t> frame)
    {
        const unsigned index = frame[0] & 0x3FU;
        const std::uint32_t argument = std::uint32_t{frame[1]} << 24U |
                                       std::uint32_t{frame[2]} << 16U |
                                       std::uint32_t{frame[3]} << 8U | frame[4];
        const bool isIntact = frame[5] == sdCrc7(frame.first(5));
        if (!m_isSpi && (index != 0 || !isIntact))
            return; // until CMD0 it speaks as on the SD bus
        const bool isApplication = std::exchange(m_isApplication, false);
        const bool wasReading = m_phase == Phase::Reading;
        // Whatever it was, it ends the data that is under way.
        m_output.clear();
        m_sent = 0;
        m_phase = Phase::Ready;
        if ((m_checksCrc || index == 0 || index == 8) && !isIntact)
            return respond(ComCrcError);
        if (index == 12)
            return stopTransmission(wasReading);
        const auto find = [&](bool application) {
            return std::find_if(kCommands.begin(), kCommands.end(), [&](const Command& one) {
                return one.index == index && one.isApplication == application;
            });
        };
        auto found = find(isApplication);
        if (isApplication && found == kCommands.end())
            found = find(false); // what is no application command is taken as the other
        const bool isKnown = found != kCommands.end();
        if (!isKnown && std::find(kLeftOut.begin(), kLeftOut.end(), index) != kLeftOut.end())
            reportUnmodelled(fmt::format("CMD{}", index));
        if (!isKnown || (m_isIdle && !found->inIdle))
            return respond(IllegalCommand);
        (this->*found->run)(argument);
    }

    // Commands, by their names in the specification.

    void goIdleState(std::uint32_t /*argument*/)
    {
        restart();
        m_isSpi = true;
        respond();
    }
    void sendIfCond(std::uint32_t argument)
    {
        constexpr std::uint32_t k2V7To3V6 = 1;
        m_knowsVersion2 = (argument >> 8U & 0xFU) == k2V7To3V6;
        respond();
        say32((m_knowsVersion2 ? k2V7To3V6 << 8U : 0U) | (argument & 0xFFU));
    }
    void sendCsd(std::uint32_t /*argument*/)
    {
        const std::uint32_t size = static_cast<std::uint32_t>(m_size / kCapacityUnit) - 1;
        // Version 2; 25 MHz; command classes 0, 2, 4 and 8; blocks of 512 bytes.
        std::array<std::uint8_t, 16> csd = {0x40, 0x0E, 0x00, 0x32, 0x11, 0x59, 0x00, 0x00,
                                            0x00, 0x00, 0x7F, 0x80, 0x0A, 0x40, 0x00, 0x00};
        csd[7] = static_cast<std::uint8_t>(size >> 16U & 0x3FU);
        csd[8] = static_cast<std::uint8_t>(size >> 8U);
        csd[9] = static_cast<std::uint8_t>(size);
        sendRegister(csd);
    }
    void sendCid(std::uint32_t /*argument*/)
    {
        // No manufacturer's number; "PS", "PERIS", revision 1.0, serial number, January 2024.
        std::array<std::uint8_t, 16> cid = {0x00, 'P', 'S', 'P', 'E', 'R',  'I',  'S',
                                            0x10, 0,   0,   0,   0,   0x01, 0x81, 0};
        const std::uint64_t serial = engine::fnv1a64(name()); // the same for every run
        for (std::size_t i = 0; i < 4; ++i)
            cid.at(9 + i) = static_cast<std::uint8_t>(serial >> 8 * i);
        sendRegister(cid);
    }
    void sendRegister(std::array<std::uint8_t, 16>& bytes)
    {
        bytes.back() = sdCrc7(std::span(bytes).first(bytes.size() - 1));
        respond();
        sayData(bytes);
    }
    void stopTransmission(bool wasReading)
    {
        if (!wasReading)
            return respond(IllegalCommand);
        say(kNothing); // the stuff byte
        respond();
    }
    void sendStatus(std::uint32_t /*argument*/)
    {
        respond();
        say(std::exchange(m_status, std::uint8_t{0}));
    }
    /// Blocks have 512 bytes whatever is set; it counts for locking only.
    void setBlockLength(std::uint32_t argument)
    {
        respond(argument > kBlock ? unsigned{ParameterError} : 0U);
    }
    void readSingleBlock(std::uint32_t argument) { read(argument, false); }
    void readMultipleBlock(std::uint32_t argument) { read(argument, true); }
    void writeBlock(std::uint32_t argument) { write(argument, false); }
    void writeMultipleBlock(std::uint32_t argument) { write(argument, true); }
    void read(std::uint32_t block, bool isSeveral)
    {
        if (!begin(Phase::Reading, block, isSeveral))
            return;
        m_readyAt = engine::later(scheduler().now(), kReadAccess);
    }
    void write(std::uint32_t block, bool isSeveral)
    {
        if (begin(Phase::Writing, block, isSeveral))
            m_wellWritten = 0;
    }
    bool begin(Phase phase, std::uint32_t block, bool isSeveral)
    {
        if (block >= blocks()) {
            respond(ParameterError);
            return false;
        }
        respond();
        m_phase = phase;
        m_block = block;
        m_isSeveral = isSeveral;
        m_data.clear();
        return true;
    }
    void appCmd(std::uint32_t /*argument*/)
    {
        m_isApplication = true;
        respond();
    }
    void readOcr(std::uint32_t /*argument*/)
    {
        respond();
        say32(kVoltages | (m_isIdle ? 0U : kPoweredUp | kCcs));
    }
    void crcOnOff(std::uint32_t argument)
    {
        m_checksCrc = (argument & 1U) != 0;
        respond();
    }
    void sdStatus(std::uint32_t /*argument*/)
    {
        respond();
        say(std::exchange(m_status, std::uint8_t{0}));
        sayData(std::array<std::uint8_t, 64>{});
    }
    void sendNumWrBlocks(std::uint32_t /*argument*/)
    {
        const std::array<std::uint8_t, 4> count = {static_cast<std::uint8_t>(m_wellWritten >> 24U),
                                                   static_cast<std::uint8_t>(m_wellWritten >> 16U),
                                                   static_cast<std::uint8_t>(m_wellWritten >> 8U),
                                                   static_cast<std::uint8_t>(m_wellWritten)};
        respond();
        sayData(count);
    }
    /// A hint that changes nothing one could see here.
    void setWrBlkEraseCount(std::uint32_t /*argument*/) { respond(); }
    void sdSendOpCond(std::uint32_t argument)
    {
        // A host that does not know of cards like this one waits for ever.
        const bool isForThis = m_knowsVersion2 && (argument & kCcs) != 0;
        if (m_isIdle && isForThis && !m_initialised.isPending())
            m_initialised.setAfter(kInitialisation);
        respond();
    }
    void sendScr(std::uint32_t /*argument*/)
    {
        // Specification 3; erased is 0; SDHC security; 1 and 4 data lines.
        respond();
        sayData(std::array<std::uint8_t, 8>{0x02, 0x35, 0x80});
    }

    engine::BoolProperty m_inserted{properties(), engine::Access::Settable, "inserted",
                                    "whether the card is in its socket", true};
    engine::BoolProperty m_busy{properties(), engine::Access::Observable, "busy",
                                "whether it programs a block"};
    engine::IntegerProperty m_reads{
        properties(), engine::Access::Observable, "blocksRead", "so far", 0, "", {0, {}, {}}};
    engine::IntegerProperty m_writes{
        properties(), engine::Access::Observable, "blocksWritten", "so far", 0, "", {0, {}, {}}};
    std::size_t m_size;
    std::unique_ptr<StoredBytes> m_contents;
    bus::SpiPort m_port;
    engine::Timer m_initialised;
    engine::Timer m_programmed;
    bool m_isSpi = false; // since CMD0
    bool m_isIdle = true;
    bool m_knowsVersion2 = false; // the host: CMD8
    bool m_checksCrc = false;
    bool m_isApplication = false; // CMD55 came before
    std::uint8_t m_status = 0;    // second byte of R2
    Phase m_phase = Phase::Ready;
    bool m_isSeveral = false;
    std::uint64_t m_block = 0; // the next one
    std::uint32_t m_wellWritten = 0;
    engine::VirtualTime m_readyAt{};
    std::vector<std::uint8_t> m_output;
    std::size_t m_sent = 0; // of m_output
    std::vector<std::uint8_t> m_frame;
    std::vector<std::uint8_t> m_data; // a block with its checksum
    bool m_receivesData = false;
    engine::Subscription m_selectWatch;
    engine::Subscription m_insertedWatch;
};

const std::array<Command, 18> SdCard::kCommands = {{
    {0, false, true, &SdCard::goIdleState},
    {8, false, true, &SdCard::sendIfCond},
    {9, false, false, &SdCard::sendCsd},
    {10, false, false, &SdCard::sendCid},
    {13, false, false, &SdCard::sendStatus},
    {13, true, false, &SdCard::sdStatus},
    {16, false, false, &SdCard::setBlockLength},
    {17, false, false, &SdCard::readSingleBlock},
    {18, false, false, &SdCard::readMultipleBlock},
    {22, true, false, &SdCard::sendNumWrBlocks},
    {23, true, false, &SdCard::setWrBlkEraseCount},
    {24, false, false, &SdCard::writeBlock},
    {25, false, false, &SdCard::writeMultipleBlock},
    {41, true, true, &SdCard::sdSendOpCond},
    {51, true, false, &SdCard::sendScr},
    {55, false, true, &SdCard::appCmd},
    {58, false, true, &SdCard::readOcr},
    {59, false, true, &SdCard::crcOnOff},
}};

constexpr PinHint kPins[] = {
    {"CS", "chip select, active low", 2, 0, PinRole::Input},
    {"DI", "data in", 4.5, 0, PinRole::Input},
    {"SCLK", "clock", 12, 0, PinRole::Input},
    {"DO", "data out", 17, 0, PinRole::Shared},
    {"CD", "card detect of the socket, closed to ground with a card", 22, 0},
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "sd-card",
                                  .title = "SD card",
                                  .description =
                                      "An SDHC card on SPI whose contents last, in its socket",
                                  .configuration = R"({
        "mebibytes": {"type": "integer", "minimum": 1, "maximum": 64,
                      "description": "Size; contents of another size are refused.", "default": 8}
    })",
                                  .drawing = {Shape::Chip, 24, 32, "#203060", kPins},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<SdCard>(setup);
                                  }};

} // namespace perisphere::parts::sd_card
