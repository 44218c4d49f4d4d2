#include "pwm_backend.hpp"

#include "open_endpoint.hpp"
#include "perisphere/protocol/pwm.hpp"
#include "request_channel.hpp"

#include <fmt/format.h>

#include <sys/epoll.h>

namespace perisphere::services
{

using device::Opened;
using device::Outcome;

class PwmBackend::Channel final : public RequestChannel
{
public:
    Channel(ChannelHub& hub, soc::Pwm& controller, UniqueFd socket)
        : RequestChannel(hub, std::move(socket))
        , m_controller(controller)
    {
    }

protected:
    void handle(const ChannelRequest& request) override
    {
        const auto fixed = request.fixedPart<protocol::PwmApplyRequest>();
        if (request.operation != protocol::Operation::PwmApply || !fixed) {
            fail(request.sequence, EPROTO);
            return;
        }
        if (fixed->channel >= soc::kPwmChannelCount) {
            fail(request.sequence, ENODEV);
            return;
        }
        const soc::PwmState state{.periodNanoseconds = fixed->periodNanoseconds,
                                  .dutyNanoseconds = fixed->dutyNanoseconds,
                                  .isInversed = fixed->polarity == 1,
                                  .isEnabled = fixed->enabled != 0};
        if (fixed->polarity > 1 || !soc::Pwm::isPossible(state)) {
            fail(request.sequence, EINVAL);
            return;
        }
        m_controller.apply(fixed->channel, state);
        reply(request.sequence, 0);
    }

    void closed() override {}

private:
    soc::Pwm& m_controller;
};

Outcome<Opened> PwmBackend::open(const device::App& app, unsigned controller)
{
    PinUse use{.app = app.componentId, .function = fmt::format("PWM{}", controller), .gpios = {}};
    for (unsigned channel = 0; channel < soc::kPwmChannelCount; ++channel)
        use.gpios.push_back(soc::pwmGpio(controller, channel));
    return openEndpoint(m_machine, m_hub, packetPair(), protocol::DescriptorKind::Channel, EPOLLIN,
                        std::move(use), [&](UniqueFd socket) -> Outcome<std::unique_ptr<Endpoint>> {
                            return std::make_unique<Channel>(m_hub, *m_chip.pwm[controller],
                                                             std::move(socket));
                        });
}

} // namespace perisphere::services
