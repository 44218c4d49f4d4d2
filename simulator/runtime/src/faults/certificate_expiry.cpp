// The device's certificates end, and there are no new ones meanwhile.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

class CertificateExpiry final : public Fault
{
public:
    explicit CertificateExpiry(std::function<void(bool)> setExpired)
        : m_setExpired(std::move(setExpired))
    {
        m_setExpired(true);
    }
    ~CertificateExpiry() override { m_setExpired(false); }

private:
    std::function<void(bool)> m_setExpired;
};

} // namespace

FaultKind certificateExpiry();
FaultKind certificateExpiry()
{
    return {.type = {.name = "certificate-expiry",
                     .description = "the device's certificates have expired",
                     .parameters = {}},
            .make = +[](FaultDevice& device, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<CertificateExpiry>(device.setCertificatesExpired);
            }};
}

} // namespace perisphere::runtime
