// SPI bus, as its master: applibs/spi.h, which documents the calls.
#pragma once

#include <applibs/descriptor.hpp>
#include <applibs/spi.h>

#include <array>

namespace applibs::spi
{

/// Clock polarity and phase.
enum class Mode { Mode0 = SPI_Mode_0, Mode1 = SPI_Mode_1, Mode2 = SPI_Mode_2, Mode3 = SPI_Mode_3 };

enum class BitOrder { LsbFirst = SPI_BitOrder_LsbFirst, MsbFirst = SPI_BitOrder_MsbFirst };

enum class ChipSelectPolarity {
    ActiveLow = SPI_ChipSelectPolarity_ActiveLow,
    ActiveHigh = SPI_ChipSelectPolarity_ActiveHigh
};

/// One element of a sequence; looks at the bytes, does not own them.
class Transfer
{
public:
    static Transfer read(std::span<std::uint8_t> buffer)
    {
        return {SPI_TransferFlags_Read, nullptr, buffer.data(), buffer.size()};
    }
    static Transfer write(std::span<const std::uint8_t> data)
    {
        return {SPI_TransferFlags_Write, data.data(), nullptr, data.size()};
    }

    /// Fills an element that SPIMaster_InitTransfers has initialised.
    void fill(SPIMaster_Transfer& transfer) const
    {
        transfer.flags = m_flags;
        transfer.writeData = m_writeData;
        transfer.readData = m_readData;
        transfer.length = m_length;
    }

private:
    Transfer(SPI_TransferFlags flags, const std::uint8_t* writeData, std::uint8_t* readData,
             std::size_t length)
        : m_flags(flags)
        , m_writeData(writeData)
        , m_readData(readData)
        , m_length(length)
    {
    }

    SPI_TransferFlags m_flags;
    const std::uint8_t* m_writeData;
    std::uint8_t* m_readData;
    std::size_t m_length;
};

/// An open interface with one chip select. read and write of the base are frames of one transfer.
class SpiMaster : public StreamDescriptor
{
public:
    using StreamDescriptor::StreamDescriptor;

    /// With the library's default polarity.
    static Result<SpiMaster> open(SPI_InterfaceId interface, SPI_ChipSelectId chipSelect)
    {
        SPIMaster_Config config;
        if (SPIMaster_InitConfig(&config) != 0)
            return detail::lastError("SPIMaster_InitConfig");
        return detail::opened<SpiMaster>(SPIMaster_Open(interface, chipSelect, &config),
                                         "SPIMaster_Open");
    }

    static Result<SpiMaster> open(SPI_InterfaceId interface, SPI_ChipSelectId chipSelect,
                                  ChipSelectPolarity polarity)
    {
        SPIMaster_Config config;
        if (SPIMaster_InitConfig(&config) != 0)
            return detail::lastError("SPIMaster_InitConfig");
        config.csPolarity = static_cast<SPI_ChipSelectPolarity>(polarity);
        return detail::opened<SpiMaster>(SPIMaster_Open(interface, chipSelect, &config),
                                         "SPIMaster_Open");
    }

    /// Hertz, at most.
    Result<void> setBusSpeed(std::uint32_t speed)
    {
        return detail::check(SPIMaster_SetBusSpeed(fd(), speed), "SPIMaster_SetBusSpeed");
    }

    Result<void> setMode(Mode mode)
    {
        return detail::check(SPIMaster_SetMode(fd(), static_cast<SPI_Mode>(mode)),
                             "SPIMaster_SetMode");
    }

    Result<void> setBitOrder(BitOrder order)
    {
        return detail::check(SPIMaster_SetBitOrder(fd(), static_cast<SPI_BitOrder>(order)),
                             "SPIMaster_SetBitOrder");
    }

    /// `spi.transfer({Transfer::write(command), Transfer::read(answer)})`: one frame.
    /// @return number of bytes of all elements together
    template <std::size_t N>
    Result<std::size_t> transfer(const Transfer (&transfers)[N])
    {
        std::array<SPIMaster_Transfer, N> natives;
        if (SPIMaster_InitTransfers(natives.data(), N) != 0)
            return detail::lastError("SPIMaster_InitTransfers");
        for (std::size_t i = 0; i < N; ++i)
            transfers[i].fill(natives[i]);
        return detail::number<std::size_t>(SPIMaster_TransferSequential(fd(), natives.data(), N),
                                           "SPIMaster_TransferSequential");
    }

    /// @return number of bytes, both ways together
    Result<std::size_t> writeThenRead(std::span<const std::uint8_t> writeData,
                                      std::span<std::uint8_t> readData)
    {
        return detail::number<std::size_t>(
            SPIMaster_WriteThenRead(fd(), writeData.data(), writeData.size(), readData.data(),
                                    readData.size()),
            "SPIMaster_WriteThenRead");
    }
};

} // namespace applibs::spi
