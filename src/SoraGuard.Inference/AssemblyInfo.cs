using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("SoraGuard.Inference.Tests")]
