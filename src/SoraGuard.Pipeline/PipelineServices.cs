using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Audit;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Generation;
using SoraGuard.Pipeline.Inspection;
using SoraGuard.Pipeline.Marking;
using SoraGuard.Pipeline.Messaging;
using SoraGuard.Pipeline.Provenance;
using SoraGuard.Pipeline.Release;
using SoraGuard.Pipeline.Screening;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline;

/// <summary>The table of contents: what a process of the service is made of.</summary>
public static class PipelineServices
{
    /// <param name="services">The container.</param>
    /// <param name="settings">The settings, checked.</param>
    /// <param name="resources">What was opened before the container: database, media tools, policy.</param>
    /// <param name="roles">What this process does.</param>
    public static IServiceCollection AddSoraGuardPipeline(this IServiceCollection services, PipelineSettings settings, PipelineResources resources, Roles roles)
    {
        services.AddSingleton(settings).AddSingleton(resources.Database).AddSingleton(resources.Media);
        if (roles.HasFlag(Roles.Provenance)) services.AddHostedService<SignerNotice>(); // first: what cannot sign does not start
        services.AddClipProcessing(resources.Database.Source, settings.Transport, roles, settings.CrashAt);
        services.AddHostedService<PostgresSupervisor>().AddSingleton<Housekeeper>().AddHostedService(provider => provider.GetRequiredService<Housekeeper>());
        services.AddSingleton(new BlobStore(settings.Storage.BlobFolder, settings.Storage.WorkFolder));
        services.AddSingleton(new PolicyLibrary(resources.Database.Source, resources.Policy, resources.PolicyFiles));
        services.AddSingleton<ClipAdmission>().AddSingleton<ClipRegistry>().AddSingleton<FingerprintIndex>().AddSingleton<AuditVerification>().AddSingleton<InputReader>();
        services.AddSingleton(provider => new SigningIdentity(settings.Storage, settings.Operator, provider.GetRequiredService<TimeProvider>(), settings.Signer));
        services.AddSingleton(provider => new TrustPolicy(provider.GetRequiredService<SigningIdentity>(), settings.TrustFiles, settings.TimeStampTrustFiles));
        services.AddSingleton(_ => new TimeStamping(settings.TimeStamp)); // the container disposes of it
        services.AddSingleton(new WatermarkSecret(settings.Storage.WatermarkFolder));
        services.AddSingleton(provider => new Verifier(resources.Media, provider.GetRequiredService<TrustPolicy>(), provider.GetRequiredService<WatermarkSecret>(),
            provider.GetRequiredService<ClipRegistry>(), settings.Operator, provider.GetRequiredService<TimeProvider>()));
        return services.AddStages(settings);
    }

    private static IServiceCollection AddStages(this IServiceCollection services, PipelineSettings settings)
    {
        services.AddSingleton(provider => new GeneratorHolder(Path.Combine(settings.ModelFolder, "generator"), settings.Provider, provider.GetRequiredService<ILogger<GeneratorHolder>>()));
        services.AddSingleton(provider => new InspectorHolder(settings.ClassifierFolders, settings.Provider, provider.GetRequiredService<ILogger<InspectorHolder>>()));
        services.AddSingleton<IStage, ScreenPromptStage>();
        services.AddSingleton<IStage, GenerateClipStage>();
        services.AddSingleton<IStage, InspectClipStage>();
        services.AddSingleton<IStage>(provider => new MarkClipStage(provider.GetRequiredService<BlobStore>(), provider.GetRequiredService<MediaTools>(),
            provider.GetRequiredService<WatermarkSecret>(), settings.Operator));
        services.AddSingleton<IStage>(provider => new SignClipStage(provider.GetRequiredService<ClipStore>(), provider.GetRequiredService<BlobStore>(),
            provider.GetRequiredService<SigningIdentity>(), provider.GetRequiredService<TrustPolicy>(), provider.GetRequiredService<TimeStamping>(), settings.Operator, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IStage>(provider => new VerifyReleaseStage(provider.GetRequiredService<BlobStore>(), provider.GetRequiredService<Verifier>(),
            new(provider.GetRequiredService<MediaTools>()), provider.GetRequiredService<FingerprintIndex>(), settings.TimeStamp is { IsRequired: true }));
        return services;
    }
}
