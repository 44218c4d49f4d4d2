#include "signal_information.hpp"

#include <algorithm>

namespace perisphere::a7
{

SignalInformation informationOf(const PendingSignal& signal)
{
    SignalInformation information{};
    information.number = signal.number;
    information.code = signal.code;
    auto& fields = information.fields;
    if (signal.isFault()) {
        fields[0] = signal.address;
        return information;
    }
    fields[0] = static_cast<std::uint32_t>(signal.sender);
    fields[1] = signal.senderUser;
    fields[2] = signal.number == SIGCHLD && signal.code > 0
                    ? static_cast<std::uint32_t>(signal.status)
                    : signal.value;
    return information;
}

PendingSignal signalOf(int number, const SignalInformation& information)
{
    return {.number = number,
            .code = information.code,
            .sender = static_cast<int>(information.fields[0]),
            .senderUser = information.fields[1],
            .value = information.fields[2]};
}

} // namespace perisphere::a7
