// What an app sees of a simulated device, one function a file.
#pragma once

namespace perisphere::bench
{

void registerGpio();
void registerI2c();
void registerUart();

} // namespace perisphere::bench
