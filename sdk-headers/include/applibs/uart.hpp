// Serial ports: applibs/uart.h, which documents the calls.
#pragma once

#include <applibs/descriptor.hpp>
#include <applibs/uart.h>

namespace applibs::uart
{

enum class DataBits : UART_DataBits_Type {
    Five = UART_DataBits_Five,
    Six = UART_DataBits_Six,
    Seven = UART_DataBits_Seven,
    Eight = UART_DataBits_Eight
};

enum class Parity : UART_Parity_Type {
    None = UART_Parity_None,
    Even = UART_Parity_Even,
    Odd = UART_Parity_Odd
};

enum class StopBits : UART_StopBits_Type { One = UART_StopBits_One, Two = UART_StopBits_Two };

enum class FlowControl : UART_FlowControl_Type {
    None = UART_FlowControl_None,
    RtsCts = UART_FlowControl_RTSCTS,
    XonXoff = UART_FlowControl_XONXOFF
};

/// Settings; the library's defaults, unless set.
class Config
{
public:
    Config() { UART_InitConfig(&m_config); }

    /// Bits per second.
    Config& setBaudRate(UART_BaudRate_Type baudRate)
    {
        m_config.baudRate = baudRate;
        return *this;
    }
    Config& setDataBits(DataBits dataBits)
    {
        m_config.dataBits = static_cast<UART_DataBits_Type>(dataBits);
        return *this;
    }
    Config& setParity(Parity parity)
    {
        m_config.parity = static_cast<UART_Parity_Type>(parity);
        return *this;
    }
    Config& setStopBits(StopBits stopBits)
    {
        m_config.stopBits = static_cast<UART_StopBits_Type>(stopBits);
        return *this;
    }
    Config& setFlowControl(FlowControl flowControl)
    {
        m_config.flowControl = static_cast<UART_FlowControl_Type>(flowControl);
        return *this;
    }

    [[nodiscard]] const UART_Config& native() const { return m_config; }

private:
    UART_Config m_config{};
};

/// An open port; never blocks (EAGAIN).
class Uart : public StreamDescriptor
{
public:
    using StreamDescriptor::StreamDescriptor;

    static Result<Uart> open(UART_Id id, const Config& config = {})
    {
        return detail::opened<Uart>(UART_Open(id, &config.native()), "UART_Open");
    }
};

} // namespace applibs::uart
