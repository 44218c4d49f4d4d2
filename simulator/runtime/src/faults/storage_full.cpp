// The flash has no room for an app's mutable file.
#include "faults/fault.hpp"

namespace perisphere::runtime
{
namespace
{

class StorageFull final : public Fault
{
public:
    explicit StorageFull(std::function<void(bool)> setFull)
        : m_setFull(std::move(setFull))
    {
        m_setFull(true);
    }
    ~StorageFull() override { m_setFull(false); }

private:
    std::function<void(bool)> m_setFull;
};

} // namespace

FaultKind storageFull();
FaultKind storageFull()
{
    return {.type = {.name = "storage-full",
                     .description = "apps cannot open their mutable file: no space left",
                     .parameters = {}},
            .make = +[](FaultDevice& device, const FaultValues& /*values*/) -> MadeFault {
                return std::make_unique<StorageFull>(device.setStorageFull);
            }};
}

} // namespace perisphere::runtime
