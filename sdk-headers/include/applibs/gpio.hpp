// General-purpose inputs and outputs: applibs/gpio.h, which documents the calls.
#pragma once

#include <applibs/descriptor.hpp>
#include <applibs/gpio.h>

namespace applibs::gpio
{

enum class Level : GPIO_Value_Type { Low = GPIO_Value_Low, High = GPIO_Value_High };

/// How an output drives its pin.
enum class Drive : GPIO_OutputMode_Type {
    PushPull = GPIO_OutputMode_PushPull,
    OpenDrain = GPIO_OutputMode_OpenDrain,
    OpenSource = GPIO_OutputMode_OpenSource
};

/// What inputs and outputs have in common.
class Pin : public Descriptor
{
public:
    using Descriptor::Descriptor;

    /// The level that is on the pin.
    [[nodiscard]] Result<Level> level() const
    {
        GPIO_Value_Type value = GPIO_Value_Low;
        if (GPIO_GetValue(fd(), &value) != 0)
            return detail::lastError("GPIO_GetValue");
        return static_cast<Level>(value);
    }
};

class InputPin : public Pin
{
public:
    using Pin::Pin;

    static Result<InputPin> open(GPIO_Id id)
    {
        return detail::opened<InputPin>(GPIO_OpenAsInput(id), "GPIO_OpenAsInput");
    }
};

class OutputPin : public Pin
{
public:
    using Pin::Pin;

    static Result<OutputPin> open(GPIO_Id id, Drive drive, Level initial)
    {
        return detail::opened<OutputPin>(GPIO_OpenAsOutput(id,
                                                           static_cast<GPIO_OutputMode_Type>(drive),
                                                           static_cast<GPIO_Value_Type>(initial)),
                                         "GPIO_OpenAsOutput");
    }

    Result<void> setLevel(Level level)
    {
        return detail::check(GPIO_SetValue(fd(), static_cast<GPIO_Value_Type>(level)),
                             "GPIO_SetValue");
    }
};

} // namespace applibs::gpio
