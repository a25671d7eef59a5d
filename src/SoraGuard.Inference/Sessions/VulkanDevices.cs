using System.Runtime.InteropServices;

namespace SoraGuard.Inference.Sessions;

/// <summary>
/// What WebGPU would find: WebGPU takes software Vulkan as gladly as a GPU, and software is far slower than the CPU provider. So the Vulkan
/// loader is asked first what its devices are (Vulkan 1.0, VkPhysicalDeviceType).
/// </summary>
internal static class VulkanDevices
{
    private const int StructureTypeInstanceCreateInfo = 1;
    private const int InstanceCreateInfoBytes = 64;
    private const int MaxDevices = 16;

    // VkPhysicalDeviceProperties: 824 bytes; u32 apiVersion, driverVersion, vendorID, deviceID, deviceType; char deviceName[256]; ...
    private const int PropertiesBytes = 1024;
    private const int DeviceTypeOffset = 16;
    private const int DeviceNameOffset = 20;
    private const int DeviceTypeOther = 0;
    private const int DeviceTypeCpu = 4;

    // VK_SUCCESS is 0; VK_INCOMPLETE, more devices than asked for, is 5.
    private const int Incomplete = 5;

    private delegate int CreateInstance(nint createInfo, nint allocator, out nint instance);

    private delegate void DestroyInstance(nint instance, nint allocator);

    private delegate int EnumeratePhysicalDevices(nint instance, ref uint count, [Out] nint[] devices);

    private delegate void GetPhysicalDeviceProperties(nint device, nint properties);

    private static readonly Lazy<(bool Found, string Reason)> Answer = new(Ask);

    /// <summary>Asked once a process.</summary>
    /// <param name="reason">Why not, when the result is false.</param>
    public static bool FindHardware(out string reason)
    {
        reason = Answer.Value.Reason;
        return Answer.Value.Found;
    }

    // The loader stays loaded: drivers may have started threads, and WebGPU will want it.
    private static (bool Found, string Reason) Ask() =>
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "vulkan-1.dll" : "libvulkan.so.1", out var vulkan)
            ? Ask(vulkan)
            : (false, "there is no Vulkan loader on this machine");

    private static (bool Found, string Reason) Ask(nint vulkan)
    {
        var result = NewInstance(vulkan, out var instance);
        if (result != 0)
            return (false, $"Vulkan has no driver that works (vkCreateInstance: {result})");
        try
        {
            var devices = Devices(vulkan, instance);
            if (devices.Count == 0)
                return (false, "Vulkan reports no device");
            return devices.Any(device => device.Type is not (DeviceTypeOther or DeviceTypeCpu))
                ? (true, string.Empty)
                : (false, $"Vulkan reports only software devices: {string.Join(", ", devices.Select(device => device.Name))}");
        }
        finally
        {
            Function<DestroyInstance>(vulkan, "vkDestroyInstance")(instance, 0);
        }
    }

    private static int NewInstance(nint vulkan, out nint instance)
    {
        var info = Marshal.AllocHGlobal(InstanceCreateInfoBytes);
        try
        {
            Marshal.Copy(new byte[InstanceCreateInfoBytes], 0, info, InstanceCreateInfoBytes);
            Marshal.WriteInt32(info, StructureTypeInstanceCreateInfo);
            return Function<CreateInstance>(vulkan, "vkCreateInstance")(info, 0, out instance);
        }
        finally
        {
            Marshal.FreeHGlobal(info);
        }
    }

    private static List<(int Type, string Name)> Devices(nint vulkan, nint instance)
    {
        var handles = new nint[MaxDevices];
        var count = (uint)handles.Length;
        var result = Function<EnumeratePhysicalDevices>(vulkan, "vkEnumeratePhysicalDevices")(instance, ref count, handles);
        var devices = new List<(int Type, string Name)>();
        if (result is not (0 or Incomplete))
            return devices;
        var properties = Marshal.AllocHGlobal(PropertiesBytes);
        try
        {
            foreach (var handle in handles.AsSpan(0, (int)count))
            {
                Function<GetPhysicalDeviceProperties>(vulkan, "vkGetPhysicalDeviceProperties")(handle, properties);
                devices.Add((Marshal.ReadInt32(properties, DeviceTypeOffset), Marshal.PtrToStringUTF8(properties + DeviceNameOffset) ?? string.Empty));
            }
        }
        finally
        {
            Marshal.FreeHGlobal(properties);
        }
        return devices;
    }

    private static T Function<T>(nint library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
