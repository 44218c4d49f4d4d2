// Registers and fields of the LSM6DSO by their datasheet names (DS12140, sections 8, 9, 14 and 15).
#pragma once

#include <cstdint>

namespace perisphere::parts::lsm6dso
{

enum Register : std::uint8_t {
    FUNC_CFG_ACCESS = 0x01,
    PIN_CTRL = 0x02,
    FIFO_CTRL1 = 0x07,
    FIFO_CTRL2 = 0x08,
    FIFO_CTRL3 = 0x09,
    FIFO_CTRL4 = 0x0A,
    COUNTER_BDR_REG1 = 0x0B,
    COUNTER_BDR_REG2 = 0x0C,
    INT1_CTRL = 0x0D,
    INT2_CTRL = 0x0E,
    WHO_AM_I = 0x0F,
    CTRL1_XL = 0x10,
    CTRL2_G = 0x11,
    CTRL3_C = 0x12,
    CTRL4_C = 0x13,
    CTRL5_C = 0x14,
    CTRL6_C = 0x15,
    CTRL7_G = 0x16,
    CTRL8_XL = 0x17,
    CTRL9_XL = 0x18,
    CTRL10_C = 0x19,
    STATUS_REG = 0x1E,
    OUT_TEMP_L = 0x20,
    OUT_TEMP_H = 0x21,
    OUTX_L_G = 0x22,
    OUTZ_H_G = 0x27,
    OUTX_L_A = 0x28,
    OUTZ_H_A = 0x2D,
    STATUS_MASTER_MAINPAGE = 0x39,
    FIFO_STATUS1 = 0x3A,
    FIFO_STATUS2 = 0x3B,
    TIMESTAMP0 = 0x40,
    TIMESTAMP2 = 0x42,
    TIMESTAMP3 = 0x43,
    TAP_CFG0 = 0x56,
    TAP_CFG2 = 0x58,
    INT_DUR2 = 0x5A,
    WAKE_UP_THS = 0x5B,
    FREE_FALL = 0x5D,
    MD1_CFG = 0x5E,
    MD2_CFG = 0x5F,
    INT_OIS = 0x6F,
    CTRL3_OIS = 0x72,
    X_OFS_USR = 0x73,
    Z_OFS_USR = 0x75,
    FIFO_DATA_OUT_TAG = 0x78,
    FIFO_DATA_OUT_Z_H = 0x7E,
};

// Of the sensor hub's bank.
enum HubRegister : std::uint8_t {
    SENSOR_HUB_1 = 0x02,
    SENSOR_HUB_18 = 0x13,
    MASTER_CONFIG = 0x14,
    SLV0_ADD = 0x15,
    SLV0_SUBADD = 0x16,
    SLV0_CONFIG = 0x17,
    SLV3_CONFIG = 0x20,
    DATAWRITE_SLV0 = 0x21,
    STATUS_MASTER = 0x22,
};

constexpr unsigned kFuncCfgAccess = 1U << 7U; // FUNC_CFG_ACCESS
constexpr unsigned kShubRegAccess = 1U << 6U;

constexpr unsigned kBoot = 1U << 7U; // CTRL3_C
constexpr unsigned kBdu = 1U << 6U;
constexpr unsigned kActiveLow = 1U << 5U;
constexpr unsigned kOpenDrain = 1U << 4U;
constexpr unsigned kIfInc = 1U << 2U;
constexpr unsigned kSwReset = 1U << 0U;

constexpr unsigned kXlda = 1U << 0U; // STATUS_REG
constexpr unsigned kGda = 1U << 1U;
constexpr unsigned kTda = 1U << 2U;

constexpr unsigned kMasterOn = 1U << 2U; // MASTER_CONFIG
constexpr unsigned kPassThrough = 1U << 4U;
constexpr unsigned kWriteOnce = 1U << 6U;
constexpr unsigned kRstMasterRegs = 1U << 7U;

constexpr unsigned kEndOp = 1U << 0U; // STATUS_MASTER
constexpr unsigned kSlave0Nack = 1U << 3U;
constexpr unsigned kWrOnceDone = 1U << 7U;

/// What a FIFO word is: TAG_SENSOR.
enum class Tag : std::uint8_t {
    Gyroscope = 0x01,
    Accelerometer = 0x02,
    Temperature = 0x03,
    Timestamp = 0x04,
    HubSlave0 = 0x0E,
};

} // namespace perisphere::parts::lsm6dso
