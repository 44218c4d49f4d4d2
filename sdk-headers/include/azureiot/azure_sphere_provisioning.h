// Clients of Azure IoT Hub that prove the device's identity. In libazureiot; needs the headers of
// the Azure IoT C SDK.
//
// Threads: not promised; call from one. The manifest has "DeviceAuthentication" and lists the hosts
// in "AllowedConnections".
#pragma once

#include <azure_prov_client/prov_device_ll_client.h>
#include <azureiot/iothub_device_client_ll.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a provisioning came to.
typedef enum {
    AZURE_SPHERE_PROV_RESULT_OK = 0,
    AZURE_SPHERE_PROV_RESULT_INVALID_PARAM = 1,
    AZURE_SPHERE_PROV_RESULT_NETWORK_NOT_READY = 2,    ///< see Networking_IsNetworkingReady
    AZURE_SPHERE_PROV_RESULT_DEVICEAUTH_NOT_READY = 3, ///< see Application_IsDeviceAuthReady
    AZURE_SPHERE_PROV_RESULT_PROV_DEVICE_ERROR = 4,    ///< see prov_device_error
    AZURE_SPHERE_PROV_RESULT_IOTHUB_CLIENT_ERROR = 5,  ///< see iothub_client_error
    AZURE_SPHERE_PROV_RESULT_GENERIC_ERROR = 6
} AZURE_SPHERE_PROV_RESULT;

/// What a provisioning came to, with the cause.
typedef struct {
    AZURE_SPHERE_PROV_RESULT result;
    PROV_DEVICE_RESULT prov_device_error;     ///< for AZURE_SPHERE_PROV_RESULT_PROV_DEVICE_ERROR
    IOTHUB_CLIENT_RESULT iothub_client_error; ///< for AZURE_SPHERE_PROV_RESULT_IOTHUB_CLIENT_ERROR
} AZURE_SPHERE_PROV_RETURN_VALUE;

/// Asks the Device Provisioning Service which hub the device belongs to, and makes a client for it.
/// Blocks.
///
/// @param idScope  scope ID of the provisioning service
/// @param timeout  longest time to wait, milliseconds; then PROV_DEVICE_RESULT_TIMEOUT
/// @param handle   receives the client, ended with IoTHubDeviceClient_LL_Destroy; NULL on failure
/// @return the outcome
///
/// API sets: all.
AZURE_SPHERE_PROV_RETURN_VALUE IoTHubDeviceClient_LL_CreateWithAzureSphereDeviceAuthProvisioning(
    const char* idScope, unsigned int timeout, IOTHUB_DEVICE_CLIENT_LL_HANDLE* handle);

/// Makes a client for a hub that is known. After iothub_security_init(IOTHUB_SECURITY_TYPE_X509);
/// before it connects, its option "SetDeviceId" is to be set to an int 1.
///
/// @param iothub_uri  host name of the hub
/// @param protocol    transport
/// @return the client, ended with IoTHubDeviceClient_LL_Destroy; or NULL
///
/// API sets: later than 5.
IOTHUB_DEVICE_CLIENT_LL_HANDLE IoTHubDeviceClient_LL_CreateWithAzureSphereFromDeviceAuth(
    const char* iothub_uri, IOTHUB_CLIENT_TRANSPORT_PROVIDER protocol);

#ifdef __cplusplus
}
#endif
