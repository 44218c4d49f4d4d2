// What an M-profile core is besides its general registers: plain data, so that a snapshot is a
// copy. Registers are kept as their readers see them unless said otherwise.
#pragma once

#include <array>
#include <cstdint>

namespace perisphere::m4
{

inline constexpr unsigned kMaxExceptions = 256;

/// Exception numbers of the architecture; an interrupt has 16 + its number.
enum Exception : unsigned {
    kReset = 1,
    kNmi = 2,
    kHardFault = 3,
    kMemManage = 4,
    kBusFault = 5,
    kUsageFault = 6,
    kSvCall = 11,
    kDebugMonitor = 12,
    kPendSv = 14,
    kSysTick = 15,
    kFirstInterrupt = 16,
};

/// CFSR, HFSR, CCR, ... bits that are used in more than one place.
inline constexpr std::uint32_t kCfsrIaccviol = 1U << 0;
inline constexpr std::uint32_t kCfsrDaccviol = 1U << 1;
inline constexpr std::uint32_t kCfsrMunstkerr = 1U << 3;
inline constexpr std::uint32_t kCfsrMstkerr = 1U << 4;
inline constexpr std::uint32_t kCfsrMlsperr = 1U << 5;
inline constexpr std::uint32_t kCfsrMmarvalid = 1U << 7;
inline constexpr std::uint32_t kCfsrIbuserr = 1U << 8;
inline constexpr std::uint32_t kCfsrPreciserr = 1U << 9;
inline constexpr std::uint32_t kCfsrUnstkerr = 1U << 11;
inline constexpr std::uint32_t kCfsrStkerr = 1U << 12;
inline constexpr std::uint32_t kCfsrLsperr = 1U << 13;
inline constexpr std::uint32_t kCfsrBfarvalid = 1U << 15;
inline constexpr std::uint32_t kCfsrUndefinstr = 1U << 16;
inline constexpr std::uint32_t kCfsrInvstate = 1U << 17;
inline constexpr std::uint32_t kCfsrInvpc = 1U << 18;
inline constexpr std::uint32_t kCfsrNocp = 1U << 19;
inline constexpr std::uint32_t kCfsrUnaligned = 1U << 24;
inline constexpr std::uint32_t kCfsrDivbyzero = 1U << 25;

inline constexpr std::uint32_t kHfsrVecttbl = 1U << 1;
inline constexpr std::uint32_t kHfsrForced = 1U << 30;
inline constexpr std::uint32_t kHfsrDebugevt = 1U << 31;

inline constexpr std::uint32_t kCcrNonbasethrdena = 1U << 0;
inline constexpr std::uint32_t kCcrUsersetmpend = 1U << 1;
inline constexpr std::uint32_t kCcrUnalignTrp = 1U << 3;
inline constexpr std::uint32_t kCcrDiv0Trp = 1U << 4;
inline constexpr std::uint32_t kCcrBfhfnmign = 1U << 8;
inline constexpr std::uint32_t kCcrStkalign = 1U << 9;

inline constexpr std::uint32_t kScrSleeponexit = 1U << 1;
inline constexpr std::uint32_t kScrSevonpend = 1U << 4;

inline constexpr std::uint32_t kFpccrLspact = 1U << 0;
inline constexpr std::uint32_t kFpccrUser = 1U << 1;
inline constexpr std::uint32_t kFpccrThread = 1U << 3;
inline constexpr std::uint32_t kFpccrHfrdy = 1U << 4;
inline constexpr std::uint32_t kFpccrMmrdy = 1U << 5;
inline constexpr std::uint32_t kFpccrBfrdy = 1U << 6;
inline constexpr std::uint32_t kFpccrMonrdy = 1U << 8;
inline constexpr std::uint32_t kFpccrLspen = 1U << 30;
inline constexpr std::uint32_t kFpccrAspen = 1U << 31;

/// FPSCR bits that FPv4-SP has.
inline constexpr std::uint32_t kFpscrMask = 0xF7C0009F;

struct SysTickState {
    std::uint32_t control = 0; ///< ENABLE, TICKINT, CLKSOURCE
    bool hasCounted = false;   ///< COUNTFLAG
    std::uint32_t reload = 0;
    /// While enabled, the cycle at which VAL reaches 0 next; kNoCycle with RELOAD 0.
    std::uint64_t zeroAt = ~std::uint64_t{0};
    std::uint32_t stoppedValue = 0; ///< while disabled
};

struct DwtState {
    std::uint32_t control = 0;
    std::uint64_t base = 0; ///< CYCCNT = cycles - base while it counts
    std::uint32_t stoppedCount = 0;
};

inline constexpr std::uint32_t kMpuRegions = 8;

struct MpuRegion {
    std::uint32_t rbar = 0; ///< address bits only
    std::uint32_t rasr = 0;
};

struct MpuState {
    std::uint32_t control = 0;
    std::uint32_t number = 0;
    std::array<MpuRegion, kMpuRegions> regions{};
};

struct State {
    std::uint64_t cycles = 0;

    // Special registers. FPCA is a bit of CONTROL for its readers.
    std::uint32_t ipsr = 0;
    bool primask = false;
    bool faultmask = false;
    std::uint8_t basepri = 0;
    bool isThreadUnprivileged = false; ///< CONTROL.nPRIV
    bool usesPsp = false;              ///< CONTROL.SPSEL: which stack R13 is
    bool fpca = false;
    std::uint32_t otherSp = 0; ///< the stack pointer that R13 is not

    bool event = false; ///< the event register
    bool isWaitingForInterrupt = false;
    bool isWaitingForEvent = false;
    bool isLockedUp = false;

    // Exclusive monitor, local.
    bool isExclusive = false;
    std::uint32_t exclusiveAddress = 0;

    // NVIC, by exception number.
    std::array<std::uint64_t, 4> pending{};
    std::array<std::uint64_t, 4> active{};
    std::array<std::uint64_t, 4> enabled{};
    std::array<std::uint64_t, 4> high{}; ///< interrupt lines
    std::array<std::uint8_t, kMaxExceptions> priority{};
    /// Taken and stacked, its handler not begun: entry takes until `entryDone`.
    bool isEntering = false;
    std::uint64_t entryDone = 0;

    // System control block.
    std::uint32_t vtor = 0;
    std::uint32_t prigroup = 0;
    std::uint32_t scr = 0;
    std::uint32_t ccr = kCcrStkalign;
    std::uint32_t shcsrEnables = 0; ///< the three enable bits [18:16]
    std::uint32_t cfsr = 0;
    std::uint32_t hfsr = 0;
    std::uint32_t dfsr = 0;
    std::uint32_t mmfar = 0;
    std::uint32_t bfar = 0;
    std::uint32_t afsr = 0;
    std::uint32_t cpacr = 0;
    std::uint32_t fpccr = kFpccrAspen | kFpccrLspen;
    std::uint32_t fpcar = 0;
    std::uint32_t fpdscr = 0;
    std::uint32_t demcr = 0;
    std::uint32_t actlr = 0;

    SysTickState systick;
    DwtState dwt;
    MpuState mpu;

    // ITM
    std::uint32_t itmControl = 0;
    std::uint32_t itmEnabled = 0;
};

} // namespace perisphere::m4
