// A managed network's interfaces and their addresses.
#include "managed_network_impl.hpp"
#include "network_messages.hpp"
#include "sandbox/network/network_links.hpp"

namespace perisphere::target
{

using device::Outcome;
using device::refuse;

namespace
{

Outcome<> toOutcome(const Result<>& result)
{
    if (!result)
        return refuse(EIO, result.error().toString());
    return {};
}

} // namespace

Result<std::unique_ptr<ManagedNetwork>> ManagedNetwork::create(ManagedNetworkParts parts)
{
    auto links = KernelLinks::open();
    if (!links)
        return fail(links.error());
    auto settings = NetworkSettingsFile(parts.settings).load();
    if (!settings)
        return fail(settings.error());
    auto impl = std::make_unique<Impl>(std::move(parts), std::move(*links),
                                       std::move(*settings).value_or(NetworkSettings{}));
    if (auto begun = impl->begin(); !begun)
        return fail(begun.error());
    return std::unique_ptr<ManagedNetwork>(new ManagedNetwork(std::move(impl)));
}

ManagedNetwork::ManagedNetwork(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

ManagedNetwork::~ManagedNetwork() = default;

void ManagedNetwork::onReady(std::function<void()> listener)
{
    m_impl->m_onReady = std::move(listener);
}

bool ManagedNetwork::isReady()
{
    return m_impl->isReady();
}

Outcome<std::vector<protocol::NetworkInterfaceInfo>> ManagedNetwork::interfaces()
{
    std::vector<protocol::NetworkInterfaceInfo> all;
    for (const auto& one : m_impl->m_interfaces)
        if (one->isThere())
            all.push_back(interfaceMessage(*one));
    return all;
}

Outcome<> ManagedNetwork::setInterfaceState(std::string_view name, bool isEnabled)
{
    const auto found = m_impl->find(name);
    if (!found)
        return tl::unexpected(found.error());
    InterfaceSettings& settings = (*found)->settings();
    if (settings.isEnabled != isEnabled)
        if (auto saved = m_impl->commit(EIO, [&] { settings.isEnabled = isEnabled; }); !saved)
            return saved;
    auto done = toOutcome((*found)->enabledChanged());
    m_impl->changed();
    return done;
}

Outcome<std::uint32_t> ManagedNetwork::connectionStatus(std::string_view name)
{
    const auto found = m_impl->find(name);
    if (!found)
        return tl::unexpected(found.error());
    return statusBits(**found);
}

Outcome<device::NetworkService::HardwareAddress>
ManagedNetwork::hardwareAddress(std::string_view name)
{
    const auto found = m_impl->find(name);
    if (!found)
        return tl::unexpected(found.error());
    if (!(*found)->state()->hardwareAddress)
        return refuse(EPERM, fmt::format("{} has no hardware address of six bytes", name));
    return *(*found)->state()->hardwareAddress;
}

Outcome<> ManagedNetwork::setHardwareAddress(std::string_view name, const HardwareAddress& address)
{
    const auto found = m_impl->findEthernet(name);
    if (!found)
        return tl::unexpected(found.error());
    if (auto saved = m_impl->commit(EIO, [&] { (*found)->settings().hardwareAddress = address; });
        !saved)
        return saved;
    return toOutcome((*found)->hardwareAddressChanged());
}

Outcome<> ManagedNetwork::applyIp(const protocol::NetworkIpApplyRequest& request)
{
    const auto found = m_impl->find(device::fieldText(request.name.text));
    if (!found)
        return tl::unexpected(found.error());
    if (request.isStatic != 0 && !protocol::isSubnetMask(request.mask))
        return refuse(EINVAL,
                      fmt::format("{} is not the mask of a subnet", dottedAddress(request.mask)));
    if (auto saved = m_impl->commit(EFBIG, [&] { takeIpSettings((*found)->settings(), request); });
        !saved)
        return saved;
    (*found)->ipChanged();
    m_impl->changed();
    return {};
}

Outcome<> ManagedNetwork::releaseIp(std::string_view name)
{
    const auto found = m_impl->find(name);
    if (!found)
        return tl::unexpected(found.error());
    if ((*found)->settings().fixed)
        return refuse(EPERM, fmt::format("the address of {} is static", name));
    (*found)->release();
    m_impl->changed();
    return {};
}

Outcome<> ManagedNetwork::renewIp(std::string_view name)
{
    const auto found = m_impl->find(name);
    if (!found)
        return tl::unexpected(found.error());
    if ((*found)->settings().fixed)
        return refuse(EPERM, fmt::format("the address of {} is static", name));
    (*found)->renew();
    return {};
}

} // namespace perisphere::target
