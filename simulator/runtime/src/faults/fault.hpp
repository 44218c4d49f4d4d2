// A kind of fault: one source file with a FaultKind, and one line in fault_table.inc.
#pragma once

#include "board_machine.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/control/faults_target.hpp"
#include "perisphere/device/app_manager.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace perisphere::runtime
{

/// What lasts of a fault; its destruction ends it.
class Fault
{
public:
    Fault() = default;
    Fault(const Fault&) = delete;
    Fault& operator=(const Fault&) = delete;
    virtual ~Fault() = default;
};

/// The parameters of a fault, checked, none missing.
class FaultValues
{
public:
    explicit FaultValues(control::FaultParameters values)
        : m_values(std::move(values))
    {
    }
    [[nodiscard]] const std::string& text(std::string_view name) const
    {
        return std::get<std::string>(m_values.find(name)->second);
    }
    [[nodiscard]] std::int64_t integer(std::string_view name) const
    {
        return std::get<std::int64_t>(m_values.find(name)->second);
    }
    [[nodiscard]] double number(std::string_view name) const
    {
        return std::get<double>(m_values.find(name)->second);
    }
    [[nodiscard]] const control::FaultParameters& all() const { return m_values; }

private:
    control::FaultParameters m_values;
};

/// What a fault of the board acts on: on the machine thread, in which it is also destroyed.
struct FaultBoard {
    BoardMachine& board;
    std::string name;      ///< unique among the device's faults, for pins
    engine::Random random; ///< its own
};

/// What a fault of the device acts on, on the loop's thread.
struct FaultDevice {
    device::AppManager& apps;
    std::function<void()> brownOut;
    std::function<void(bool isFull)> setStorageFull;
    std::function<void(bool isBroken)> setStorageBroken;
    std::function<void(int error)> setRtcError; ///< an errno; 0: none
    std::function<void(bool isUnknown)> setMemoryUnknown;
    std::function<void(bool isHeldBack)> setNetworkingHeldBack;
    std::function<void(bool isHeldBack)> setWifiHeldBack;
    std::function<void(bool isHeldBack)> setCertificateStoreHeldBack;
    std::function<void(bool areExpired)> setCertificatesExpired;
};

/// nullptr: it has happened, and nothing lasts.
using MadeFault = Result<std::unique_ptr<Fault>>;
using MakeBoardFault = MadeFault (*)(FaultBoard& board, const FaultValues& values);
using MakeDeviceFault = MadeFault (*)(FaultDevice& device, const FaultValues& values);

struct FaultKind {
    control::FaultType type;
    std::variant<MakeBoardFault, MakeDeviceFault> make;
};

/// In the order of the table.
[[nodiscard]] const std::vector<FaultKind>& faultKinds();

// What several kinds share.

[[nodiscard]] control::FaultParameter textParameter(std::string name, std::string description,
                                                    std::optional<std::string> initial = {});
[[nodiscard]] control::FaultParameter choiceParameter(std::string name, std::string description,
                                                      std::vector<std::string> choices,
                                                      std::optional<std::string> initial = {});
[[nodiscard]] control::FaultParameter integerParameter(std::string name, std::string description,
                                                       double least, double most,
                                                       std::optional<std::int64_t> initial = {});
[[nodiscard]] control::FaultParameter numberParameter(std::string name, std::string description,
                                                      double least, double most, std::string unit,
                                                      std::optional<double> initial = {});
/// "count": how often; 0 until the fault is cleared.
[[nodiscard]] control::FaultParameter countParameter();

/// Counts down the times a fault has left.
class FaultCount
{
public:
    explicit FaultCount(std::int64_t count)
        : m_left(count)
        , m_isEndless(count == 0)
    {
    }
    /// Whether there is one left, which is taken.
    [[nodiscard]] bool take()
    {
        if (m_isEndless)
            return true;
        if (m_left == 0)
            return false;
        --m_left;
        return true;
    }

private:
    std::int64_t m_left;
    bool m_isEndless;
};

/// Something of the device that is switched on as long as the fault lasts.
class SwitchFault final : public Fault
{
public:
    explicit SwitchFault(std::function<void(bool isOn)> set)
        : m_set(std::move(set))
    {
        m_set(true);
    }
    ~SwitchFault() override { m_set(false); }

private:
    std::function<void(bool)> m_set;
};

/// A net shorted to a voltage.
class ShortCircuit final : public Fault
{
public:
    ShortCircuit(FaultBoard& board, engine::Pin& pin, engine::Voltage voltage);

private:
    engine::Pin m_pin;
    engine::Wire m_wire;
};

} // namespace perisphere::runtime
