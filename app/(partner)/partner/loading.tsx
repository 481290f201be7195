export { LoadingScreen as default } from "@/components/miniapp/loading-screen";
