#include "adc_backend.hpp"

#include "open_endpoint.hpp"
#include "perisphere/protocol/adc.hpp"
#include "request_channel.hpp"

#include <sys/epoll.h>

namespace perisphere::services
{

using device::Opened;
using device::Outcome;
using device::refuse;

class AdcBackend::Channel final : public RequestChannel
{
public:
    Channel(AdcBackend& backend, UniqueFd socket)
        : RequestChannel(backend.m_hub, std::move(socket))
        , m_backend(backend)
        , m_conversion(backend.m_machine.scheduler(), "adc.conversion", [this] { finish(); })
    {
        backend.m_isOpen = true;
    }
    ~Channel() override { release(); }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

protected:
    void handle(const ChannelRequest& request) override
    {
        switch (request.operation) {
        case protocol::Operation::AdcPoll:
            poll(request);
            break;
        case protocol::Operation::AdcSampleBitCount:
            sampleBitCount(request);
            break;
        case protocol::Operation::AdcSetReferenceVoltage:
            setReferenceVoltage(request);
            break;
        default:
            fail(request.sequence, EPROTO);
        }
    }

    void closed() override { release(); }

private:
    void release()
    {
        if (!std::exchange(m_isOpen, false))
            return;
        m_conversion.cancel();
        m_backend.m_isOpen = false;
    }

    void poll(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::AdcPollRequest>();
        if (!fixed || fixed->channel >= soc::kAdcChannelCount) {
            fail(request.sequence, fixed ? EINVAL : EPROTO);
            return;
        }
        m_sequence = request.sequence;
        m_channel = fixed->channel;
        m_isStalled = m_backend.m_chip.adc.isStalled(m_channel);
        m_conversion.setAfter(m_isStalled ? soc::Adc::kTimeout : soc::Adc::kConversionTime);
    }

    void finish()
    {
        if (m_isStalled) {
            fail(m_sequence, ETIMEDOUT);
            return;
        }
        const std::uint32_t code = m_backend.m_chip.adc.sample(m_channel);
        m_backend.m_chip.adc.tell(m_channel, code, soc::Adc::kConversionTime);
        reply(m_sequence, code);
    }

    void sampleBitCount(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::AdcSampleBitCountRequest>();
        if (!fixed || fixed->channel >= soc::kAdcChannelCount)
            fail(request.sequence, fixed ? EINVAL : EPROTO);
        else
            reply(request.sequence, soc::Adc::kBits);
    }

    void setReferenceVoltage(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::AdcSetReferenceVoltageRequest>();
        if (!fixed)
            fail(request.sequence, EPROTO);
        else if (fixed->channel >= soc::kAdcChannelCount ||
                 !m_backend.m_chip.adc.setReference(engine::Voltage::microvolts(fixed->microvolts)))
            fail(request.sequence, EINVAL);
        else
            reply(request.sequence, 0);
    }

    AdcBackend& m_backend;
    engine::Timer m_conversion;
    std::uint32_t m_sequence = 0;
    unsigned m_channel = 0;
    bool m_isStalled = false; ///< the conversion under way
    bool m_isOpen = true;
};

Outcome<Opened> AdcBackend::open(const device::App& app, unsigned /*controller*/)
{
    PinUse use{.app = app.componentId, .function = "ADC", .gpios = {}};
    for (unsigned channel = 0; channel < soc::kAdcChannelCount; ++channel)
        use.gpios.push_back(soc::adcGpio(channel));
    return openEndpoint(m_machine, m_hub, packetPair(), protocol::DescriptorKind::Channel, EPOLLIN,
                        std::move(use), [&](UniqueFd socket) -> Outcome<std::unique_ptr<Endpoint>> {
                            if (m_isOpen)
                                return refuse(EBUSY, "the ADC controller is open already");
                            return std::make_unique<Channel>(*this, std::move(socket));
                        });
}

} // namespace perisphere::services
