#include "core_fixture.hpp"

namespace perisphere::faults_test
{

using namespace perisphere::m4_test;
using m4::Stop;

TEST_CASE("BFHFNMIGN lets a load from nowhere pass under FAULTMASK, where it else locks up")
{
    CoreFixture f;
    // cpsid f; ldr r0,[pc,#8] (5000'0000); ldr r1,[r0]; str r1,[r0]; movs r4,#1; wfi; b .
    f.program(kCode, {0xB671, 0x4802, 0x6801, 0x6001, 0x2401, 0xBF30, 0x0000, 0x5000});
    f.reset();
    SECTION("set")
    {
        f.core->pokeSystem(0xE000ED14, 0x300);
        CHECK(f.run() == Stop::Asleep);
        CHECK(f.r(4) == 1);
    }
    SECTION("clear")
    {
        CHECK(f.run() == Stop::Lockup);
    }
}

} // namespace perisphere::faults_test
