// An Ethernet socket of the board and the network at the other end of its cable. A board with one
// has the interface eth0.

#include "perisphere/parts/part_type.hpp"
#include "perisphere/world/surroundings.hpp"

namespace perisphere::parts::ethernet_link
{
namespace
{

class EthernetLinkPart final : public Part
{
public:
    explicit EthernetLinkPart(const PartSetup& setup)
        : Part(setup)
        , m_leaseTime(std::chrono::minutes(
              static_cast<std::int64_t>(setup.configuration.number("leaseMinutes"))))
        , m_present(setup.context.surroundings, link())
        , m_watch(properties().onChange(
              [this](const engine::PropertyChange&) { m_present.change(link()); }))
    {
    }

private:
    [[nodiscard]] world::EthernetLink link() const
    {
        world::EthernetLink link{.isConnected = m_connected.value(), .lan = {}};
        link.lan.router = world::ipv4(192, 168, 2, 1);
        link.lan.lease = world::ipv4(192, 168, 2, 100);
        link.lan.leaseTime = m_leaseTime;
        link.lan.hasDhcp = m_dhcp.value();
        link.lan.hasNtp = m_ntp.value();
        link.lan.isUplinked = m_uplink.value();
        return link;
    }

    engine::BoolProperty m_connected{properties(), engine::Access::Settable, "connected",
                                     "whether a cable is plugged in", true};
    engine::BoolProperty m_dhcp{properties(), engine::Access::Settable, "dhcp",
                                "whether a DHCP server answers", true};
    engine::BoolProperty m_ntp{properties(), engine::Access::Settable, "ntp",
                               "whether the router is a time server, which DHCP names", false};
    engine::BoolProperty m_uplink{properties(), engine::Access::Settable, "uplink",
                                  "whether the network leads to the internet", true};
    engine::Duration m_leaseTime;
    world::Present<world::EthernetLink> m_present;
    engine::Subscription m_watch;
};

} // namespace

extern const PartType kType;
constinit const PartType kType = {.name = "ethernet-link",
                                  .title = "Ethernet",
                                  .description =
                                      "An Ethernet socket of the board with a cable to a network",
                                  .configuration = R"({
        "leaseMinutes": {"type": "integer", "minimum": 1, "maximum": 525600,
                         "description": "How long the network's DHCP leases last.", "default": 1440}
    })",
                                  .drawing = {Shape::Surroundings, 16, 14, "#c0c0c0", {}},
                                  .make = [](PartSetup& setup) -> std::unique_ptr<Part> {
                                      return std::make_unique<EthernetLinkPart>(setup);
                                  }};

} // namespace perisphere::parts::ethernet_link
