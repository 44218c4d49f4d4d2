// The board of the conformance suite, with the services of the simulator on it.
#pragma once

#include "perisphere/bus/buses.hpp"
#include "perisphere/engine/host_clock.hpp"
#include "perisphere/engine/machine.hpp"
#include "perisphere/network/stack.hpp"
#include "perisphere/services/peripheral_services.hpp"
#include "perisphere/soc/mt3620.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::test
{

/// Sixteen one-byte registers behind a pointer that counts on.
class RegisterTarget final : public bus::I2cTarget
{
public:
    static constexpr std::uint8_t kAddress = 0x48;

    bool start(std::uint8_t address, bus::I2cAccess access) override
    {
        m_expectsPointer = access == bus::I2cAccess::Write;
        return address == kAddress;
    }
    bool write(std::uint8_t byte) override
    {
        if (m_expectsPointer)
            m_pointer = byte;
        else
            m_registers[m_pointer++ % m_registers.size()] = byte;
        m_expectsPointer = false;
        return true;
    }
    std::uint8_t read() override { return m_registers[m_pointer++ % m_registers.size()]; }
    void stop() override {}

private:
    std::array<std::uint8_t, 16> m_registers{};
    std::uint8_t m_pointer = 0;
    bool m_expectsPointer = false;
};

class ComplementTarget final : public bus::SpiTarget
{
public:
    std::uint8_t exchange(std::uint8_t mosi, const bus::SpiShift& /*shift*/) override
    {
        return static_cast<std::uint8_t>(~mosi);
    }
};

class SimulatedBoard
{
public:
    /// Not started, the machine belongs to the caller's thread, which runs it.
    explicit SimulatedBoard(engine::TimeMode mode, bool isUartPaced = true, bool isStarted = true)
        : m_machine(std::move(engine::Machine::create(m_clock, {.mode = mode})).value())
        , m_netlist(m_machine->scheduler())
        , m_buses(m_netlist)
        , m_chip(m_machine->scheduler(), m_netlist, m_buses)
        , m_pullUp(m_netlist, "R4.1")
        , m_divider(m_netlist, "R41.1")
        , m_i2cPort(m_buses.i2c(), m_scl, m_sda, m_registers)
        , m_spiPort(m_buses.spi(), {m_clockPin, m_mosi, m_miso, m_select}, m_complement)
    {
        m_pullUp.setDrive(engine::Drive::pull(engine::kSupply3V3));
        m_divider.setDrive(engine::Drive::strong(engine::Voltage::millivolts(1250)));
        m_services = std::move(services::PeripheralServices::create(*m_machine, m_chip,
                                                                    {.isUartPaced = isUartPaced}))
                         .value();
        m_network = std::move(network::Stack::create({.scheduler = m_machine->scheduler(),
                                                      .surroundings = m_surroundings,
                                                      .random = m_random,
                                                      .store = m_settings,
                                                      .certificates = m_certificates}))
                        .value();
        if (isStarted)
            m_machine->start();
    }
    SimulatedBoard(const SimulatedBoard&) = delete;
    SimulatedBoard& operator=(const SimulatedBoard&) = delete;
    ~SimulatedBoard() { m_machine->stop(); }

    [[nodiscard]] services::PeripheralServices& services() { return *m_services; }
    /// Not booted.
    [[nodiscard]] network::Stack& network() { return *m_network; }
    void bootNetwork()
    {
        static_cast<void>(m_machine->call([this] { m_network->boot({}); }));
    }
    /// nullptr: there are none. They have to be there until others are used.
    void useCertificates(const network::CertificateLookup* certificates)
    {
        static_cast<void>(m_machine->call([&] { m_certificates.use(certificates); }));
    }
    [[nodiscard]] engine::Machine& machine() { return *m_machine; }
    [[nodiscard]] soc::Mt3620& chip() { return m_chip; }

private:
    static world::AccessPoint accessPoint(std::string ssid, int rssi, std::uint8_t number)
    {
        world::AccessPoint point;
        point.ssid = std::move(ssid);
        point.rssi = rssi;
        point.bssid = {2, 0, 0, 0, 0, number};
        point.lan.hasNtp = true;
        return point;
    }
    static world::AccessPoint securedPoint()
    {
        world::AccessPoint point = accessPoint("secured", -60, 2);
        point.security = world::Security::Wpa2Psk;
        point.passphrase = "12345678";
        point.frequencyMhz = 5180;
        return point;
    }
    static world::AccessPoint officePoint()
    {
        world::AccessPoint point = accessPoint("office", -55, 3);
        point.security = world::Security::Wpa2EapTls;
        point.isHidden = true;
        point.radius.identity = "device";
        point.radius.clientAuthority = kOfficeAuthority;
        point.radius.serverAuthority = kOfficeAuthority;
        return point;
    }
    static world::AccessPoint modernPoint()
    {
        world::AccessPoint point = accessPoint("modern", -65, 4);
        point.security = world::Security::Wpa2Psk;
        point.passphrase = "correct horse";
        point.isHidden = true;
        return point;
    }

    /// Machine thread only.
    class ChosenCertificates final : public network::CertificateLookup
    {
    public:
        void use(const network::CertificateLookup* chosen) { m_chosen = chosen; }
        [[nodiscard]] std::vector<network::Certificate> certificates() const override
        {
            return m_chosen == nullptr ? std::vector<network::Certificate>()
                                       : m_chosen->certificates();
        }

    private:
        const network::CertificateLookup* m_chosen = nullptr;
    };

    /// The subject of office_pem.h's authority.
    static constexpr const char* kOfficeAuthority = "/O=Example/CN=office authority";

    engine::SteadyHostClock m_clock;
    std::unique_ptr<engine::Machine> m_machine;
    engine::Netlist m_netlist;
    bus::Buses m_buses;
    soc::Mt3620 m_chip;
    engine::Pin m_pullUp;
    engine::Pin m_divider;
    engine::Pin m_scl{m_netlist, "U1.SCL"};
    engine::Pin m_sda{m_netlist, "U1.SDA"};
    engine::Pin m_clockPin{m_netlist, "U2.SCLK"};
    engine::Pin m_mosi{m_netlist, "U2.MOSI"};
    engine::Pin m_miso{m_netlist, "U2.MISO"};
    engine::Pin m_select{m_netlist, "U2.CS"};
    RegisterTarget m_registers;
    ComplementTarget m_complement;
    bus::I2cPort m_i2cPort;
    bus::SpiPort m_spiPort;
    engine::Wire m_gpio{m_netlist, m_chip.pads[0], m_chip.pads[1]};
    engine::Wire m_pull{m_netlist, m_chip.pads[4], m_pullUp};
    engine::Wire m_adc{m_netlist, m_chip.pads[41], m_divider};
    engine::Wire m_uart{m_netlist, m_chip.pads.isu(0, soc::IsuPad::TxdSclk),
                        m_chip.pads.isu(0, soc::IsuPad::RxdMisoSda)};
    engine::Wire m_i2cScl{m_netlist, m_chip.pads.isu(1, soc::IsuPad::RtsMosiScl), m_scl};
    engine::Wire m_i2cSda{m_netlist, m_chip.pads.isu(1, soc::IsuPad::RxdMisoSda), m_sda};
    engine::Wire m_spiClock{m_netlist, m_chip.pads.isu(2, soc::IsuPad::TxdSclk), m_clockPin};
    engine::Wire m_spiMosi{m_netlist, m_chip.pads.isu(2, soc::IsuPad::RtsMosiScl), m_mosi};
    engine::Wire m_spiMiso{m_netlist, m_chip.pads.isu(2, soc::IsuPad::RxdMisoSda), m_miso};
    engine::Wire m_spiSelect{m_netlist, m_chip.pads.isu(2, soc::IsuPad::CtsCsa), m_select};
    std::unique_ptr<services::PeripheralServices> m_services;
    engine::RandomSource m_random{1};
    network::MemorySettings m_settings;
    ChosenCertificates m_certificates;
    world::Surroundings m_surroundings;
    world::Present<world::AccessPoint> m_open{m_surroundings,
                                              accessPoint(world::kDefaultSsid, -50, 1)};
    world::Present<world::AccessPoint> m_secured{m_surroundings, securedPoint()};
    world::Present<world::AccessPoint> m_office{m_surroundings, officePoint()};
    world::Present<world::AccessPoint> m_modern{m_surroundings, modernPoint()};
    world::Present<world::EthernetLink> m_cable{m_surroundings, {}};
    world::Present<world::Internet> m_internet{m_surroundings, {}};
    std::unique_ptr<network::Stack> m_network;
};

} // namespace perisphere::test
