// A small device that behaves: a button lights a LED, apps start and stop, time passes on request.
// What it says of each area of the API is a file in fakes/.
#pragma once

#include "fakes/fake_apps.hpp"
#include "fakes/fake_board.hpp"
#include "fakes/fake_cores.hpp"
#include "fakes/fake_device.hpp"
#include "fakes/fake_faults.hpp"
#include "fakes/fake_identity.hpp"
#include "fakes/fake_network.hpp"
#include "fakes/fake_parts.hpp"
#include "fakes/fake_pins.hpp"
#include "fakes/fake_serial.hpp"
#include "fakes/fake_signals.hpp"
#include "fakes/fake_snapshots.hpp"
#include "fakes/fake_time.hpp"
#include "fakes/fake_timeline.hpp"
#include "fakes/fake_updates.hpp"
#include "fakes/wake.hpp"
#include "perisphere/control/target.hpp"

#include <functional>
#include <string_view>
#include <utility>

namespace perisphere::test
{

class FakeTarget final : public control::ControlTarget
{
public:
    std::function<bool(std::string_view)> isOffered;
    [[nodiscard]] bool offers(std::string_view method) const override
    {
        return !isOffered || isOffered(method);
    }

    FakeDevice& device() override { return m_device; }
    FakeTime& time() override { return m_time; }
    FakeSnapshots& snapshots() override { return m_snapshots; }
    FakeParts& parts() override { return m_parts; }
    FakePins& pins() override { return m_pins; }
    FakeApps& apps() override { return m_apps; }
    FakeFaults& faults() override { return m_faults; }
    FakeUpdates& updates() override { return m_updates; }
    FakeIdentity& identity() override { return m_identity; }
    FakeCores& cores() override { return m_cores; }
    FakeBoard& board() override { return m_board; }
    FakeSignals& signals() override { return m_signals; }
    FakeTimeline& timeline() override { return m_timeline; }
    FakeSerial& serial() override { return m_serial; }
    FakeNetwork& network() override { return m_network; }
    void setWake(Wake wake) override { m_wake = std::move(wake); }

private:
    [[nodiscard]] Wake waker()
    {
        return [this] {
            if (m_wake)
                m_wake();
        };
    }
    Wake m_wake;
    FakeDevice m_device;
    FakeTime m_time{waker()};
    FakeSnapshots m_snapshots;
    FakeParts m_parts{m_time, waker()};
    FakePins m_pins;
    FakeApps m_apps{m_time, waker()};
    FakeFaults m_faults;
    FakeUpdates m_updates;
    FakeIdentity m_identity;
    FakeCores m_cores;
    FakeBoard m_board;
    FakeSignals m_signals;
    FakeTimeline m_timeline;
    FakeSerial m_serial{waker()};
    FakeNetwork m_network;
};

} // namespace perisphere::test
